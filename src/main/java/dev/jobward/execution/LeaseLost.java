package dev.jobward.execution;

/** The attempt is no longer the caller's: somebody else has it, or it has ended. */
final class LeaseLost extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LeaseLost() {
    super("The lease on this job is lost.", null, false, false);
  }
}
