package dev.jobward.execution;

import dev.jobward.job.JobError;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handler's own word for why an attempt failed; code and message are shown to the job's owner.
 */
public final class JobFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** Nobody else's word keeps a job waiting for longer. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private final transient JobError error;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  private JobFailure(JobError error, boolean retryable, @Nullable Duration retryAfter) {
    super(error.message());
    this.error = error;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /** Another attempt may succeed. */
  public static JobFailure retryable(String code, String message) {
    return new JobFailure(new JobError(code, message), true, null);
  }

  /**
   * Another attempt may succeed, but not sooner than after this time.
   *
   * @param notBefore counted from the end of this attempt; the usual wait where that is longer; at
   *     most 24 hours are waited, and a negative time is none
   */
  public static JobFailure retryable(String code, String message, Duration notBefore) {
    Duration bounded = notBefore.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : notBefore;
    return new JobFailure(
        new JobError(code, message), true, bounded.isNegative() ? Duration.ZERO : bounded);
  }

  /** No other attempt would succeed: the job is FAILED now. */
  public static JobFailure permanent(String code, String message) {
    return new JobFailure(new JobError(code, message), false, null);
  }

  JobError error() {
    return error;
  }

  boolean retryable() {
    return retryable;
  }

  /** How long to wait at least before the next attempt, if the handler knows. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
