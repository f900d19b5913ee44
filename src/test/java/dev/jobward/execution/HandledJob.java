package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.platform.tracing.Traceparent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A job as its handler meets it, without a server or a database: for tests of handlers. */
public final class HandledJob {

  private final Attempt attempt;

  private HandledJob(Attempt attempt) {
    this.attempt = attempt;
  }

  /** Nobody has looked at the payload. */
  public static HandledJob of(JobType type, String payload) {
    Lease lease =
        new Lease(
            new JobId(UUID.randomUUID()),
            new Owner("ann"),
            type,
            payload,
            new LeaseToken(UUID.randomUUID()),
            Instant.EPOCH,
            1,
            Optional.empty());
    return new HandledJob(new Attempt(lease));
  }

  /** The server, or who created the job, traces it. */
  public HandledJob traced(String traceparent) {
    attempt.traced(Traceparent.parse(traceparent));
    return this;
  }

  /** What a handler said of its failure. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
  public record Failure(
      String code, String message, boolean retryable, Optional<Duration> retryAfter) {}

  public JobId id() {
    return attempt.lease().jobId();
  }

  /** Runs the attempt on this thread, which can be interrupted until it has ended. */
  public JobResult runBy(JobHandler handler) throws Exception {
    attempt.started();
    try {
      return handler.run(new JobContext(attempt));
    } finally {
      attempt.ended();
    }
  }

  /** Runs an attempt that has to fail. */
  public Failure failBy(JobHandler handler) throws Exception {
    JobResult result;
    try {
      result = runBy(handler);
    } catch (JobFailure e) {
      return new Failure(e.error().code(), e.error().message(), e.retryable(), e.retryAfter());
    }
    throw new AssertionError("succeeded with " + result);
  }

  /** The lease is lost, or the time is up: the handler is told and interrupted. */
  public void requestStop() {
    attempt.lost();
  }

  /** The server stops: the handler is told. */
  public void announceServerStop() {
    attempt.announceServerStop();
  }
}
