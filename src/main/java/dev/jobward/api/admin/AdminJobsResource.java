package dev.jobward.api.admin;

import dev.jobward.api.JobAnswer;
import dev.jobward.api.ListAnswer;
import dev.jobward.api.ListQuery;
import dev.jobward.job.AllJobs;
import dev.jobward.job.JobDetails;
import dev.jobward.job.JobId;
import dev.jobward.job.JobQuery;
import dev.jobward.job.Refusal;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Everybody's jobs, each with its owner. */
@Path("/admin/jobs")
@ApplicationScoped
@RolesAllowed(Role.ADMIN)
public class AdminJobsResource {

  @Inject private AllJobs jobs;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public AdminJobsResource() {}

  /** One page of them. */
  @GET
  @RolesAllowed(Role.ADMIN)
  public Response list(@Context HttpServletRequest request) {
    JobQuery query = ListQuery.parseOfAll(request.getQueryString());
    return ListAnswer.ofAll(jobs.list(query), query);
  }

  /** One job, with all that it carries. */
  @GET
  @Path("/{jobId}")
  @RolesAllowed(Role.ADMIN)
  public Response get(@PathParam("jobId") String jobId) {
    return JobAnswer.withOwner("Job retrieved.", jobs.get(id(jobId)));
  }

  /** Ends the job if it waits, and asks its holder to stop if it runs. */
  @POST
  @Path("/{jobId}/cancel")
  @RolesAllowed(Role.ADMIN)
  public Response cancel(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    JobId id = id(jobId);
    JobDetails details = jobs.cancel(id);
    AuditLog.write(request, "cancelled the job " + id);
    return JobAnswer.withOwner(
        details.job().status().isFinal() ? "Job cancelled." : "The job was asked to stop.",
        details);
  }

  /** Lets the job run again, if it failed or was cancelled. */
  @POST
  @Path("/{jobId}/retry")
  @RolesAllowed(Role.ADMIN)
  public Response retry(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    JobId id = id(jobId);
    JobDetails details = jobs.retry(id);
    AuditLog.write(request, "retried the job " + id);
    return JobAnswer.withOwner("Job is waiting again.", details);
  }

  private static JobId id(String jobId) {
    return JobId.parse(jobId).orElseThrow(Refusal.JobNotFound::new);
  }
}
