package dev.jobward.job;

import java.util.EnumSet;
import java.util.Set;

/** Where a job stands. {@code src/docs/lifecycle.md} names the cause of each step. */
public enum JobStatus {
  /** Waiting: for its time, for a handler, or for its next attempt. */
  PENDING,
  /** Some holder has a lease on it. If the holder dies the job is {@link #PENDING} again. */
  RUNNING,
  /** Final: an attempt succeeded; its result is there. */
  COMPLETED,
  /** Final: attempts used up, a failure that no retry would mend, or expired before it began. */
  FAILED,
  /** Final: its owner or an administrator asked for it. */
  CANCELLED;

  /** Whether no attempt follows, unless the job is retried by hand. */
  public boolean isFinal() {
    return this != PENDING && this != RUNNING;
  }

  /** The statuses that may come next. */
  public Set<JobStatus> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(RUNNING, COMPLETED, FAILED, CANCELLED);
      case RUNNING -> EnumSet.of(PENDING, COMPLETED, FAILED, CANCELLED);
      case COMPLETED -> EnumSet.noneOf(JobStatus.class);
      case FAILED, CANCELLED -> EnumSet.of(PENDING);
    };
  }
}
