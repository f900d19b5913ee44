package dev.jobward.api;

import dev.jobward.job.JobAttempt;
import dev.jobward.job.JobDetails;
import dev.jobward.job.JobId;
import dev.jobward.job.Jobs;
import dev.jobward.job.Refusal;
import dev.jobward.json.JobDocument;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** One job of the authenticated user. Somebody else's is not there. */
@Path("/jobs/{jobId}")
@ApplicationScoped
@RolesAllowed(Role.USER)
public class JobResource {

  @Inject private Jobs jobs;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public JobResource() {}

  /** The job, with all that it carries; {@link WaitCall} has it for who prefers to wait. */
  @GET
  @RolesAllowed(Role.USER)
  public Response get(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    return JobAnswer.of("Job retrieved.", jobs.get(AuthenticationFilter.owner(request), id(jobId)));
  }

  /** Removes the job, if it is final. */
  @DELETE
  @RolesAllowed(Role.USER)
  public Response delete(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    jobs.delete(AuthenticationFilter.owner(request), id(jobId));
    return Response.noContent().build();
  }

  /** Ends the job if it waits, and asks its holder to stop if it runs. */
  @POST
  @Path("/cancel")
  @RolesAllowed(Role.USER)
  public Response cancel(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    JobDetails details = jobs.cancel(AuthenticationFilter.owner(request), id(jobId));
    return JobAnswer.of(
        details.job().status().isFinal() ? "Job cancelled." : "The job was asked to stop.",
        details);
  }

  /** Lets the job run again, if it failed or was cancelled. */
  @POST
  @Path("/retry")
  @RolesAllowed(Role.USER)
  public Response retry(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    return JobAnswer.of(
        "Job is waiting again.", jobs.retry(AuthenticationFilter.owner(request), id(jobId)));
  }

  /** Every attempt to run the job, the oldest first. */
  @GET
  @Path("/attempts")
  @RolesAllowed(Role.USER)
  public Response attempts(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    List<JobAttempt> attempts = jobs.attempts(AuthenticationFilter.owner(request), id(jobId));
    return Response.ok(
            Envelope.success(
                "Attempts retrieved.",
                json -> {
                  json.writeStartObject();
                  json.writeArrayPropertyStart("attempts");
                  attempts.forEach(attempt -> JobDocument.writeAttempt(json, attempt));
                  json.writeEndArray();
                  json.writeEndObject();
                }),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  private static JobId id(String jobId) {
    return JobId.parse(jobId).orElseThrow(Refusal.JobNotFound::new);
  }
}
