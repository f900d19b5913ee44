package dev.jobward.platform.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the node has begun, with the schema up to date, and does not stop. */
@Readiness
@ApplicationScoped
class ServiceCheck implements HealthCheck {

  private Stage stage;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected ServiceCheck() {}

  @Inject
  ServiceCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("service")
        .status(stage.isStarted() && !stage.isStopping())
        .build();
  }
}
