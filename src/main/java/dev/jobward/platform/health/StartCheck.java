package dev.jobward.platform.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Whether the schema is up to date and all parts of the node have begun. */
@Startup
@ApplicationScoped
class StartCheck implements HealthCheck {

  private Stage stage;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected StartCheck() {}

  @Inject
  StartCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("started").status(stage.isStarted()).build();
  }
}
