package dev.jobward.platform;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/**
 * The one place where this machine's clock is asked. What nodes have to agree on, leases and due
 * times, goes by the database's.
 */
@Dependent
class SystemClock {

  @Produces
  Clock clock() {
    return Clock.systemUTC();
  }
}
