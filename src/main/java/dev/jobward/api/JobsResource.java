package dev.jobward.api;

import dev.jobward.job.JobDetails;
import dev.jobward.job.JobQuery;
import dev.jobward.job.Jobs;
import dev.jobward.job.Owner;
import dev.jobward.json.JobDocument;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** The jobs of the authenticated user: lists and creations. */
@Path("/jobs")
@ApplicationScoped
@RolesAllowed(Role.USER)
public class JobsResource {

  @Inject private Jobs jobs;
  @Inject private JobCreator creator;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public JobsResource() {}

  /** One page of the caller's jobs. */
  @GET
  @RolesAllowed(Role.USER)
  public Response list(@Context HttpServletRequest request) {
    Owner owner = AuthenticationFilter.owner(request);
    JobQuery query = ListQuery.parse(request.getQueryString(), owner);
    return ListAnswer.of(jobs.list(owner, query), owner, query);
  }

  /** Accepts a job; answered after the commit. */
  @POST
  @RolesAllowed(Role.USER)
  public Response create(@Context HttpServletRequest request, InputStream body) {
    Jobs.Creation creation = creator.createOne(request, body);
    JobDetails details = creation.details().get(0);
    return JobCreator.answer(
        request,
        creation,
        "/v1/jobs/" + details.job().id(),
        Envelope.success("Job created.", json -> JobDocument.write(json, details)));
  }
}
