package dev.jobward.platform.health;

import dev.jobward.platform.Pulse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the database answers. It is not asked for this: the node hears of it twice a second, so
 * that any number of probes costs nothing and waits for nothing.
 */
@Readiness
@ApplicationScoped
class DatabaseCheck implements HealthCheck {

  private Pulse pulse;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected DatabaseCheck() {}

  @Inject
  DatabaseCheck(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(pulse.isHeardNow()).build();
  }
}
