package dev.jobward.api;

import dev.jobward.job.Jobs;
import dev.jobward.json.JobDocument;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * Many new jobs of the authenticated user. A class of its own: JAX-RS chooses the class first, by
 * its path, and would take {@code batch} for a job's id.
 */
@Path("/jobs/batch")
@ApplicationScoped
@RolesAllowed(Role.USER)
public class BatchResource {

  @Inject private JobCreator creator;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  public BatchResource() {}

  /** Accepts up to a thousand jobs, all or none; answered after the commit. */
  @POST
  @RolesAllowed(Role.USER)
  public Response create(@Context HttpServletRequest request, InputStream body) {
    Jobs.Creation creation = creator.createBatch(request, body);
    return JobCreator.answer(
        request,
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
}
