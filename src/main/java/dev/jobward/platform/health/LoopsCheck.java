package dev.jobward.platform.health;

import dev.jobward.platform.Loop;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether the node's loops come round: claims, renewals, and whatever else has to happen again and
 * again. One that failed comes round all the same, so that a database that is away stops none of
 * them; a restart would not bring it back.
 */
@Liveness
@ApplicationScoped
class LoopsCheck implements HealthCheck {

  /** Far longer than any step has to wait for the database. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Logger LOG = Logger.getLogger(LoopsCheck.class.getName());

  private final Function<Duration, List<String>> overdue;

  LoopsCheck() {
    this(Loop::overdue);
  }

  LoopsCheck(Function<Duration, List<String>> overdue) {
    this.overdue = overdue;
  }

  @Override
  public HealthCheckResponse call() {
    List<String> stuck = overdue.apply(PATIENCE);
    if (!stuck.isEmpty()) {
      LOG.severe(() -> "This node is not alive, these hang: " + String.join(", ", stuck));
    }
    return HealthCheckResponse.named("loops").status(stuck.isEmpty()).build();
  }
}
