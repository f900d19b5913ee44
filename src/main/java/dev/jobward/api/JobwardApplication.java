package dev.jobward.api;

import dev.jobward.api.admin.AdminJobsResource;
import dev.jobward.api.admin.MetricsResource;
import dev.jobward.api.admin.QueuesResource;
import dev.jobward.security.Role;
import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/** The JAX-RS application; a CDI bean, because one of the servers demands it. */
@ApplicationScoped
@ApplicationPath("/v1")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({Role.USER, Role.WORKER, Role.ADMIN})
public class JobwardApplication extends Application {

  /** Named one by one, so that nothing else on the class path becomes part of the API. */
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        JobsResource.class,
        BatchResource.class,
        JobResource.class,
        ResultResource.class,
        WorkerResource.class,
        MetricsResource.class,
        AdminJobsResource.class,
        QueuesResource.class,
        Failures.class,
        CommitFailures.class,
        NegotiationFilter.class,
        AllowFilter.class);
  }

  /**
   * A description made from annotations, with the names of libraries in it, is nobody's business.
   */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
