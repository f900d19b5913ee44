package dev.jobward.bench.byhand;

import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/** Its whole API. */
@ApplicationScoped
@ApplicationPath("/v1")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles("user")
public class ByHandApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(ByHandResource.class);
  }
}
