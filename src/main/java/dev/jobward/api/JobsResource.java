package dev.jobward.api;

import dev.jobward.execution.HandlerRegistry;
import dev.jobward.job.IdempotencyKey;
import dev.jobward.job.JobDetails;
import dev.jobward.job.JobId;
import dev.jobward.job.JobPage;
import dev.jobward.job.JobQuery;
import dev.jobward.job.Jobs;
import dev.jobward.job.NewJob;
import dev.jobward.job.Owner;
import dev.jobward.job.Refusal;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The jobs of the authenticated user. */
@Path("/jobs")
@RequestScoped
@RolesAllowed(Role.USER)
public class JobsResource {

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

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
  public Response create(InputStream body) throws IOException {
    Owner owner = AuthenticationFilter.owner(request);
    byte[] bytes =
        BodyReader.read(
            body, request.getContentLengthLong(), settings.number(Setting.MAX_BODY_BYTES));
    List<Fault> headerFaults = new ArrayList<>();
    Optional<IdempotencyKey> key = idempotencyKey(bytes, headerFaults);
    NewJob job = parsed(bytes, headerFaults);
    Jobs.Creation creation =
        key.isPresent() ? jobs.create(owner, job, key.get()) : jobs.create(owner, job);
    JobDetails details = creation.details();
    Response.ResponseBuilder answer =
        Response.created(URI.create("/v1/jobs/" + details.job().id()))
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(Envelope.success("Job created.", json -> JobDocument.write(json, details)));
    if (creation.replayed()) {
      answer.header("Idempotent-Replayed", "true");
    }
    return answer.build();
  }

  /** One of the caller's jobs. */
  @GET
  @Path("/{jobId}")
  @RolesAllowed(Role.USER)
  public Response get(@PathParam("jobId") String jobId) {
    JobId id = JobId.parse(jobId).orElseThrow(Refusal.JobNotFound::new);
    JobDetails details = jobs.get(AuthenticationFilter.owner(request), id);
    return Response.ok(
            Envelope.success("Job retrieved.", json -> JobDocument.write(json, details)),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  /** A client hears of what is wrong with its headers and with its body at once. */
  private NewJob parsed(byte[] body, List<Fault> headerFaults) {
    List<Fault> faults = new ArrayList<>(headerFaults);
    try {
      NewJob job = NewJobParser.parse(body, clock, handlers::check);
      if (faults.isEmpty()) {
        return job;
      }
    } catch (ApiFailure e) {
      if (headerFaults.isEmpty()) {
        throw e;
      }
      faults.addAll(e.faults());
    }
    throw new ApiFailure(ErrorCode.INVALID_HEADER, faults);
  }

  private Optional<IdempotencyKey> idempotencyKey(byte[] body, List<Fault> faults) {
    List<String> sent = Collections.list(request.getHeaders(IDEMPOTENCY_KEY));
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    if (sent.size() > 1 || !KEY.matcher(sent.get(0)).matches()) {
      faults.add(
          new Fault(IDEMPOTENCY_KEY, "must be given once, 1 to 255 visible ASCII characters"));
      return Optional.empty();
    }
    return Optional.of(IdempotencyKey.of(sent.get(0), body));
  }
}
