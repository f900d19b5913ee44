package dev.jobward.execution;

import dev.jobward.job.JobError;

/**
 * A handler's own word for why an attempt failed; code and message are shown to the job's owner.
 */
public final class JobFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient JobError error;
  private final boolean retryable;

  private JobFailure(JobError error, boolean retryable) {
    super(error.message());
    this.error = error;
    this.retryable = retryable;
  }

  /** Another attempt may succeed. */
  public static JobFailure retryable(String code, String message) {
    return new JobFailure(new JobError(code, message), true);
  }

  /** No other attempt would succeed: the job is FAILED now. */
  public static JobFailure permanent(String code, String message) {
    return new JobFailure(new JobError(code, message), false);
  }

  JobError error() {
    return error;
  }

  boolean retryable() {
    return retryable;
  }
}
