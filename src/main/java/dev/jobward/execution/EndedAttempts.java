package dev.jobward.execution;

import dev.jobward.job.JobAttempt;
import dev.jobward.platform.LineLog;
import dev.jobward.platform.metrics.Counts;
import dev.jobward.platform.metrics.FirstNames;
import dev.jobward.platform.metrics.Metrics;
import dev.jobward.platform.metrics.Timings;
import dev.jobward.platform.tracing.Traceparent;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Writes one line for each attempt when it has ended, be it a handler's or a worker's, and counts
 * it; on the node where its end was said or found.
 */
@Dependent
class EndedAttempts {

  private static final LineLog LOG = new LineLog("dev.jobward.attempts", "ended");

  private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}._:@/+-]");

  private static final int MOST_TYPES = 100;

  private final FirstNames types = new FirstNames(MOST_TYPES);
  private final Timings timings;
  private final Counts lost;

  @Inject
  EndedAttempts(Metrics metrics) {
    timings =
        metrics.timings(
            "jobward.attempts",
            "Attempts that have ended, from their claim on.",
            "type",
            "outcome");
    lost =
        metrics.counts(
            "jobward.leases.lost", "Leases whose holders were not heard of any more in time.");
  }

  void write(Collection<AttemptEnd> attempts) {
    attempts.forEach(this::write);
  }

  private void write(AttemptEnd attempt) {
    LOG.write(() -> line(attempt));
    timings.record(attempt.took(), types.label(attempt.type().name()), attempt.outcome().name());
    if (attempt.outcome() == JobAttempt.Outcome.LEASE_LOST) {
      lost.increment();
    }
  }

  private static String line(AttemptEnd attempt) {
    return "job="
        + attempt.jobId()
        + " type="
        + attempt.type().name()
        + " attempt="
        + attempt.number()
        + " who="
        + oneWord(attempt.holder())
        + " outcome="
        + attempt.outcome()
        + " ms="
        + attempt.took().toMillis()
        + " trace="
        + attempt.traceparent().map(Traceparent::traceId).orElse("-");
  }

  /** Workers choose their names; none is to write a line of its own, or another member. */
  private static String oneWord(String name) {
    return OTHERS.matcher(name).replaceAll("_");
  }
}
