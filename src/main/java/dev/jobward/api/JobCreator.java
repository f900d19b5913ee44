package dev.jobward.api;

import dev.jobward.execution.HandlerRegistry;
import dev.jobward.job.IdempotencyKey;
import dev.jobward.job.Jobs;
import dev.jobward.job.NewJob;
import dev.jobward.job.Owner;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.platform.tracing.Traceparent;
import dev.jobward.platform.tracing.Tracing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Creates the jobs that a request asks for, be it one or a batch of them. */
@Dependent
class JobCreator {

  private final Jobs jobs;
  private final HandlerRegistry handlers;
  private final Settings settings;
  private final Tracing tracing;
  private final Clock clock;

  @Inject
  JobCreator(Jobs jobs, HandlerRegistry handlers, Settings settings, Tracing tracing, Clock clock) {
    this.jobs = jobs;
    this.handlers = handlers;
    this.settings = settings;
    this.tracing = tracing;
    this.clock = clock;
  }

  /** The one job that the body asks for; committed when this returns. */
  Jobs.Creation createOne(HttpServletRequest request, InputStream body) {
    return create(
        request,
        read(request, body, Setting.MAX_BODY_BYTES),
        bytes -> List.of(NewJobParser.parse(bytes, clock, handlers::check)));
  }

  /** All jobs that the body asks for, or none; committed when this returns. */
  Jobs.Creation createBatch(HttpServletRequest request, InputStream body) {
    int maxBytes = settings.number(Setting.MAX_BODY_BYTES);
    return create(
        request,
        read(request, body, Setting.MAX_BATCH_BYTES),
        bytes -> NewJobParser.parseBatch(bytes, maxBytes, clock, handlers::check));
  }

  private byte[] read(HttpServletRequest request, InputStream body, Setting limit) {
    return BodyReader.read(body, request.getContentLengthLong(), settings.number(limit));
  }

  private Jobs.Creation create(
      HttpServletRequest request, byte[] bytes, Function<byte[], List<NewJob>> parser) {
    Owner owner = AuthenticationFilter.owner(request);
    List<Fault> headerFaults = new ArrayList<>();
    Optional<IdempotencyKey> key = IdempotencyHeader.key(request, bytes, headerFaults);
    List<NewJob> asked = parsed(bytes, parser, headerFaults);
    traceparent(request).ifPresent(from -> asked.forEach(job -> job.traceparent(from)));
    return key.isPresent() ? jobs.create(owner, asked, key.get()) : jobs.create(owner, asked);
  }

  /** What the client says; or else the span that the server has made for the request. */
  private Optional<Traceparent> traceparent(HttpServletRequest request) {
    return Traceparent.of(Collections.list(request.getHeaders(Traceparent.NAME)))
        .or(tracing::current);
  }

  /** A client hears of what is wrong with its headers and with its body at once. */
  private static List<NewJob> parsed(
      byte[] body, Function<byte[], List<NewJob>> parser, List<Fault> headerFaults) {
    List<Fault> faults = new ArrayList<>(headerFaults);
    try {
      List<NewJob> jobs = parser.apply(body);
      if (faults.isEmpty()) {
        return jobs;
      }
    } catch (ApiFailure e) {
      if (headerFaults.isEmpty() || e.code() != ErrorCode.INVALID_BODY) {
        throw e;
      }
      faults.addAll(e.faults());
    }
    throw new ApiFailure(ErrorCode.INVALID_HEADER, faults);
  }

  /**
   * The answer to a creation, whether it happened now or before.
   *
   * @param path where its jobs are, below the application's own address
   */
  static Response answer(
      HttpServletRequest request, Jobs.Creation creation, String path, byte[] body) {
    // Absolute: of one that is not, servers make different ones.
    URI location =
        URI.create(request.getRequestURL().toString()).resolve(request.getContextPath() + path);
    Response.ResponseBuilder answer =
        Response.created(location).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    if (creation.replayed()) {
      answer.header(IdempotencyHeader.REPLAYED, "true");
    }
    return answer.build();
  }
}
