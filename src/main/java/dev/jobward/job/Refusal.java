package dev.jobward.job;

/** A request that is understood and refused. Knows no HTTP; its message is for the client. */
public abstract sealed class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private Refusal(String message) {
    super(message, null, false, false);
  }

  /** There is no such job, or it belongs to somebody else: the two look the same. */
  public static final class JobNotFound extends Refusal {
    private static final long serialVersionUID = 1L;

    public JobNotFound() {
      super("There is no such job.");
    }
  }

  /** The job has no result, or not yet. */
  public static final class ResultNotFound extends Refusal {
    private static final long serialVersionUID = 1L;

    public ResultNotFound() {
      super("This job has no result.");
    }
  }

  /** The job is in a status that does not allow this. */
  public static final class WrongStatus extends Refusal {
    private static final long serialVersionUID = 1L;

    public WrongStatus(String message) {
      super(message);
    }
  }

  /** The attempt is no longer the caller's: somebody else has it, or it has ended. */
  public static final class LeaseLost extends Refusal {
    private static final long serialVersionUID = 1L;

    public LeaseLost() {
      super("The lease on this job is lost; drop the work and claim again.");
    }
  }

  /** The key was used for another body within its 24 hours. */
  public static final class IdempotencyMismatch extends Refusal {
    private static final long serialVersionUID = 1L;

    public IdempotencyMismatch() {
      super("This Idempotency-Key was sent before with another body; use a new key.");
    }
  }

  /** The owner has as many unfinished jobs as one may have. */
  public static final class QuotaExceeded extends Refusal {
    private static final long serialVersionUID = 1L;

    private final long quota;

    public QuotaExceeded(long quota) {
      this(
          "You have too many unfinished jobs, %d are allowed; send more when some are done."
              .formatted(quota),
          quota);
    }

    private QuotaExceeded(String message, long quota) {
      super(message);
      this.quota = quota;
    }

    /** The same, told to somebody who acts for the owner. */
    QuotaExceeded toSomebodyElse() {
      return new QuotaExceeded(
          "The job's owner has too many unfinished jobs, %d are allowed; retry it when some are done."
              .formatted(quota),
          quota);
    }
  }
}
