package dev.jobward.job;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to run a job, as its owner sees it. */
public final class JobAttempt {

  /** How an attempt ended, or that it has not. */
  public enum Outcome {
    /** It goes on. */
    RUNNING,
    /** Its result is the job's. */
    COMPLETED,
    /** Its holder said so. */
    FAILED,
    /** It took longer than the job's {@code timeoutSeconds}. */
    TIMED_OUT,
    /** Nobody heard of its holder any more. */
    LEASE_LOST,
    /** The server that ran it stopped; it does not count. */
    HANDED_BACK,
    /** Its holder stopped because it was asked to. */
    CANCELLED
  }

  private final int number;
  private final String workerId;
  private final Outcome outcome;
  private final Instant startedAt;
  private final @Nullable Instant endedAt;
  private final @Nullable JobError error;

  JobAttempt(
      int number,
      String workerId,
      Outcome outcome,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable JobError error) {
    this.number = number;
    this.workerId = workerId;
    this.outcome = outcome;
    this.startedAt = startedAt;
    this.endedAt = endedAt;
    this.error = error;
  }

  /** From 1 over the job's whole life; a retry by hand goes on counting. */
  public int number() {
    return number;
  }

  /** Who ran it: a worker's own name, or that of a server. */
  public String workerId() {
    return workerId;
  }

  public Outcome outcome() {
    return outcome;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  public Optional<JobError> error() {
    return Optional.ofNullable(error);
  }
}
