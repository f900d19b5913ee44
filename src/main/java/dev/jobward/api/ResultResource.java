package dev.jobward.api;

import dev.jobward.job.JobId;
import dev.jobward.job.Jobs;
import dev.jobward.job.Refusal;
import dev.jobward.job.ResultFiles;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The bare result of one of the caller's jobs, whatever its media type is. */
@Path("/jobs/{jobId}/result")
@ApplicationScoped
@RolesAllowed(Role.USER)
public class ResultResource {

  @Inject private Jobs jobs;
  @Inject private ResultFiles files;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public ResultResource() {}

  /** The result, or the part of it that the request asks for. */
  @GET
  @Produces(MediaType.WILDCARD)
  @RolesAllowed(Role.USER)
  public Response get(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    return ResultAnswer.toGet(
        download(request, jobId), Conditions.of(request), TraceId.of(request));
  }

  /** Without it the server would run the GET, and read a whole file to send nothing of it. */
  @HEAD
  @Produces(MediaType.WILDCARD)
  @RolesAllowed(Role.USER)
  public Response head(@Context HttpServletRequest request, @PathParam("jobId") String jobId) {
    return ResultAnswer.toHead(download(request, jobId), Conditions.of(request));
  }

  private Download download(HttpServletRequest request, String jobId) {
    JobId id = JobId.parse(jobId).orElseThrow(Refusal.JobNotFound::new);
    return Download.of(jobs.get(AuthenticationFilter.owner(request), id), files);
  }
}
