package dev.jobward.api;

import dev.jobward.execution.HandlerRegistry;
import dev.jobward.job.IdempotencyKey;
import dev.jobward.job.JobDetails;
import dev.jobward.job.JobPage;
import dev.jobward.job.JobQuery;
import dev.jobward.job.Jobs;
import dev.jobward.job.NewJob;
import dev.jobward.job.Owner;
import dev.jobward.json.JobDocument;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The jobs of the authenticated user: lists and creations. */
@Path("/jobs")
@RequestScoped
@RolesAllowed(Role.USER)
public class JobsResource {

  @Context private HttpServletRequest request;
  @Inject private Jobs jobs;
  @Inject private HandlerRegistry handlers;
  @Inject private Settings settings;
  @Inject private Clock clock;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public JobsResource() {}

  /** One page of the caller's jobs. */
  @GET
  @RolesAllowed(Role.USER)
  public Response list() {
    Owner owner = AuthenticationFilter.owner(request);
    JobQuery query = ListQuery.parse(request.getQueryString(), owner);
    JobPage page = jobs.list(owner, query);
    return Response.ok(
            Envelope.success(
                "Jobs retrieved.",
                json -> {
                  json.writeStartObject();
                  json.writeArrayPropertyStart("jobs");
                  page.jobs().forEach(job -> JobDocument.writeSummary(json, job));
                  json.writeEndArray();
                  page.next()
                      .ifPresent(
                          next ->
                              json.writeStringProperty(
                                  "lastEvaluatedKey", CursorCodec.encode(next, owner, query)));
                  json.writeEndObject();
                }),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  /** Accepts a job; answered after the commit. */
  @POST
  @RolesAllowed(Role.USER)
  public Response create(InputStream body) {
    Jobs.Creation creation =
        accept(
            read(body, Setting.MAX_BODY_BYTES),
            bytes -> List.of(NewJobParser.parse(bytes, clock, handlers::check)));
    JobDetails details = creation.details().get(0);
    return created(
        creation,
        "/v1/jobs/" + details.job().id(),
        Envelope.success("Job created.", json -> JobDocument.write(json, details)));
  }

  /** Accepts up to a thousand jobs, all or none; answered after the commit. */
  @POST
  @Path("/batch")
  @RolesAllowed(Role.USER)
  public Response createBatch(InputStream body) {
    int maxBytes = settings.number(Setting.MAX_BODY_BYTES);
    Jobs.Creation creation =
        accept(
            read(body, Setting.MAX_BATCH_BYTES),
            bytes -> NewJobParser.parseBatch(bytes, maxBytes, clock, handlers::check));
    return created(
        creation,
        "/v1/jobs",
        Envelope.success(
            "Jobs created.",
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("jobs");
              creation.details().forEach(details -> JobDocument.write(json, details));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private byte[] read(InputStream body, Setting limit) {
    return BodyReader.read(body, request.getContentLengthLong(), settings.number(limit));
  }

  private Jobs.Creation accept(byte[] bytes, Function<byte[], List<NewJob>> parser) {
    Owner owner = AuthenticationFilter.owner(request);
    List<Fault> headerFaults = new ArrayList<>();
    Optional<IdempotencyKey> key = IdempotencyHeader.key(request, bytes, headerFaults);
    List<NewJob> asked = parsed(bytes, parser, headerFaults);
    return key.isPresent() ? jobs.create(owner, asked, key.get()) : jobs.create(owner, asked);
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

  private static Response created(Jobs.Creation creation, String location, byte[] body) {
    Response.ResponseBuilder answer =
        Response.created(URI.create(location)).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    if (creation.replayed()) {
      answer.header(IdempotencyHeader.REPLAYED, "true");
    }
    return answer.build();
  }
}
