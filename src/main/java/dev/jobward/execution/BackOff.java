package dev.jobward.execution;

import java.time.Duration;

/**
 * How long a job waits after a failed attempt: {@code first}, doubling with each, at most {@code
 * cap}.
 *
 * @param first 1 ms or more
 * @param cap not less than {@code first}
 */
record BackOff(Duration first, Duration cap) {

  static final BackOff DEFAULT = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5));
}
