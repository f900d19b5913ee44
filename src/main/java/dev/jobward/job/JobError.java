package dev.jobward.job;

/**
 * Why the last attempt failed.
 *
 * @param code for programs, such as {@code TIMEOUT}; 1 to {@value #MAX_CODE} characters
 * @param message for people; at most {@value #MAX_MESSAGE} characters
 */
public record JobError(String code, String message) {

  static final int MAX_CODE = 100;
  static final int MAX_MESSAGE = 2000;

  /** The attempt ran longer than the job's {@code timeoutSeconds}. */
  public static final JobError TIMED_OUT =
      new JobError("TIMEOUT", "The attempt took longer than timeoutSeconds.");

  /** The holder stopped renewing its lease. */
  public static final JobError LEASE_LOST =
      new JobError("LEASE_LOST", "The program that ran the job stopped answering.");

  /** No attempt had started by {@code expiresAt}. */
  public static final JobError EXPIRED =
      new JobError("EXPIRED", "No attempt had started by expiresAt.");

  /**
   * Too long a text is cut, and what PostgreSQL cannot store is replaced: an error is never lost.
   */
  public JobError {
    code = Text.storable(code, MAX_CODE);
    message = Text.storable(message, MAX_MESSAGE);
  }
}
