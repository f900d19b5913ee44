package dev.jobward.api;

import dev.jobward.execution.Held;
import dev.jobward.execution.LeaseToken;
import dev.jobward.execution.WorkerJobs;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.Refusal;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What programs call that run jobs for all users, anywhere and in any language; {@link ClaimCall}
 * gives them the jobs.
 */
@Path("/worker")
@ApplicationScoped
@RolesAllowed(Role.WORKER)
public class WorkerResource {

  @Inject private WorkerJobs jobs;
  @Inject private Settings settings;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public WorkerResource() {}

  /** Renews a lease, and tells how far the job has come. */
  @POST
  @Path("/jobs/{jobId}/heartbeat")
  @RolesAllowed(Role.WORKER)
  public Response heartbeat(
      @Context HttpServletRequest request, @PathParam("jobId") String jobId, InputStream body) {
    WorkerReport report = report(request, body, WorkerReport.Outcome.HEARTBEAT);
    JobId id = id(jobId);
    Held held = jobs.heartbeat(List.of(report.heartbeat(id, token(report.token(), id)))).get(id);
    if (held == null) {
      throw jobs.lost(id);
    }
    return ok(
        Envelope.success(
            "Lease renewed.",
            json -> {
              json.writeStartObject();
              json.writeNumberProperty("leaseExpiresAt", held.until().toEpochMilli());
              json.writeBooleanProperty("cancelRequested", held.cancelRequested());
              json.writeEndObject();
            }));
  }

  /** Ends the job with its result. */
  @POST
  @Path("/jobs/{jobId}/complete")
  @RolesAllowed(Role.WORKER)
  public Response complete(
      @Context HttpServletRequest request, @PathParam("jobId") String jobId, InputStream body) {
    WorkerReport report = report(request, body, WorkerReport.Outcome.COMPLETE);
    JobId id = id(jobId);
    if (!jobs.complete(List.of(report.success(id, token(report.token(), id)))).contains(id)) {
      throw jobs.lost(id);
    }
    return ended("Job completed.", id, JobStatus.COMPLETED);
  }

  /** Takes a file as the job's result, and ends the job with it. */
  @PUT
  @Path("/jobs/{jobId}/result")
  @RolesAllowed(Role.WORKER)
  public Response completeWithFile(
      @Context HttpServletRequest request, @PathParam("jobId") String jobId, InputStream body)
      throws IOException {
    Upload upload = Upload.of(request, settings.number(Setting.MAX_FILE_BYTES));
    JobId id = id(jobId);
    jobs.completeWithFile(id, token(upload.token(), id), upload.file(body));
    return ended("Job completed.", id, JobStatus.COMPLETED);
  }

  /** Ends the attempt without a result. */
  @POST
  @Path("/jobs/{jobId}/fail")
  @RolesAllowed(Role.WORKER)
  public Response fail(
      @Context HttpServletRequest request, @PathParam("jobId") String jobId, InputStream body) {
    WorkerReport report = report(request, body, WorkerReport.Outcome.FAIL);
    JobId id = id(jobId);
    JobStatus status = jobs.fail(List.of(report.failure(id, token(report.token(), id)))).get(id);
    if (status == null) {
      throw jobs.lost(id);
    }
    return ended(
        status == JobStatus.PENDING ? "The job will be tried again." : "The job has ended.",
        id,
        status);
  }

  /** Many of these calls in one; each has its own answer. */
  @POST
  @Path("/reports")
  @RolesAllowed(Role.WORKER)
  public Response reports(@Context HttpServletRequest request, InputStream body) {
    List<WorkerReport> reports =
        WorkerReport.parseMany(
            read(request, body, Setting.MAX_BATCH_BYTES), settings.number(Setting.MAX_BODY_BYTES));
    return ok(ReportAnswers.of(reports, jobs));
  }

  private WorkerReport report(
      HttpServletRequest request, InputStream body, WorkerReport.Outcome outcome) {
    return WorkerReport.parse(read(request, body, Setting.MAX_BODY_BYTES), outcome);
  }

  private byte[] read(HttpServletRequest request, InputStream body, Setting limit) {
    return BodyReader.read(body, request.getContentLengthLong(), settings.number(limit));
  }

  private static JobId id(String jobId) {
    return JobId.parse(jobId).orElseThrow(Refusal.JobNotFound::new);
  }

  /** What was never a token is no job's latest one. */
  private LeaseToken token(Optional<LeaseToken> sent, JobId id) {
    return sent.orElseThrow(() -> jobs.lost(id));
  }

  private static Response ended(String message, JobId id, JobStatus status) {
    return ok(
        Envelope.success(
            message,
            json -> {
              json.writeStartObject();
              json.writeStringProperty("jobId", id.toString());
              json.writeStringProperty("status", status.name());
              json.writeEndObject();
            }));
  }

  private static Response ok(byte[] body) {
    return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build();
  }
}
