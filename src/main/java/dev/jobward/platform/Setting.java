package dev.jobward.platform;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every key that an administrator can set, through MicroProfile Config; each is a whole number. The
 * table in {@code src/docs/operating.md} says the same, which a test holds.
 */
public enum Setting {
  /** The largest body of a creation. */
  MAX_BODY_BYTES("jobward.request.max-body-bytes", 1_048_576, 1_024, 16_777_216, null),

  /** The largest body of a batch, and of what workers report together. */
  MAX_BATCH_BYTES("jobward.request.max-batch-bytes", 16_777_216, 1_024, 268_435_456, null),

  /** The largest file that a worker may send as a result. */
  MAX_FILE_BYTES("jobward.result.max-file-bytes", 104_857_600, 0, 2_000_000_000, null),

  /** How many unfinished jobs one owner may have. */
  QUOTA("jobward.quota.unfinished-jobs", 100_000, 1, 1_000_000_000, null),

  /** How many jobs this node runs at once; 0 makes it a node that only answers requests. */
  CONCURRENCY("jobward.execution.concurrency", 16, 0, 1_000, null),

  /** How long after its last sign of life a node is taken for dead. */
  LEASE("jobward.execution.lease-seconds", 15, 5, 3_600, ChronoUnit.SECONDS),

  /** How often a node with room looks for due jobs that nobody told it of. */
  POLL("jobward.execution.poll-milliseconds", 500, 50, 60_000, ChronoUnit.MILLIS),

  /** How long running handlers may go on when the server stops, before their jobs go back. */
  SHUTDOWN("jobward.execution.shutdown-seconds", 10, 0, 300, ChronoUnit.SECONDS),

  /** How long a handler may go on after it was asked to stop, before the node gives it up. */
  ABANDON("jobward.execution.abandon-seconds", 10, 1, 3_600, ChronoUnit.SECONDS),

  /** The wait after a first failed attempt; it doubles with each. */
  FIRST_BACK_OFF("jobward.retry.first-milliseconds", 1_000, 1, 3_600_000, ChronoUnit.MILLIS),

  /** The longest wait between two attempts; not less than the first. */
  MAX_BACK_OFF("jobward.retry.max-milliseconds", 300_000, 1, 86_400_000, ChronoUnit.MILLIS),

  /** How long final jobs are kept; 0 keeps them for ever. */
  RETENTION("jobward.retention.days", 30, 0, 36_500, ChronoUnit.DAYS);

  private final String key;
  private final int standard;
  private final int min;
  private final int max;
  private final @Nullable ChronoUnit unit;

  Setting(String key, int standard, int min, int max, @Nullable ChronoUnit unit) {
    this.key = key;
    this.standard = standard;
    this.min = min;
    this.max = max;
    this.unit = unit;
  }

  public String key() {
    return key;
  }

  /** What holds where nothing is set. */
  public int standard() {
    return standard;
  }

  public int min() {
    return min;
  }

  public int max() {
    return max;
  }

  Duration duration(int value) {
    if (unit == null) {
      throw new IllegalArgumentException(key + " is no time");
    }
    return Duration.of(value, unit);
  }

  /** The value, or empty if this is no whole number within the bounds. */
  Optional<Integer> parse(String text) {
    try {
      int value = Integer.parseInt(text.strip());
      return value >= min && value <= max ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
