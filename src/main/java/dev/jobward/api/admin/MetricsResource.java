package dev.jobward.api.admin;

import dev.jobward.platform.metrics.Metrics;
import dev.jobward.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What this node counts and measures, for Prometheus. */
@Path("/admin/metrics")
@ApplicationScoped
@RolesAllowed(Role.ADMIN)
public class MetricsResource {

  @Inject private Metrics metrics;

  @SuppressWarnings("NullAway.Init") // the container sets the field
  public MetricsResource() {}

  /** All of them, as they are now. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @RolesAllowed(Role.ADMIN)
  public Response get() {
    return Response.ok(metrics.text()).header("Content-Type", Metrics.CONTENT_TYPE).build();
  }
}
