package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.Owner;
import dev.jobward.job.Progress;
import dev.jobward.platform.tracing.Traceparent;
import java.util.Optional;

/** What a handler knows of the job that it runs, and can say of it. */
public final class JobContext {

  private final Attempt attempt;

  JobContext(Attempt attempt) {
    this.attempt = attempt;
  }

  public JobId jobId() {
    return attempt.lease().jobId();
  }

  /** Whose job it is. */
  public Owner owner() {
    return attempt.lease().owner();
  }

  /** The text of one JSON object, as it was sent. */
  public String payload() {
    return attempt.lease().payload();
  }

  /** 1 for the first attempt. */
  public int attempt() {
    return attempt.lease().attempt();
  }

  /**
   * The header of this name (W3C Trace Context) for calls that the handler makes, where the job's
   * creation or the server is traced.
   */
  public Optional<String> traceparent() {
    return attempt.traceparent().map(Traceparent::value);
  }

  /** Shows how far the job has come; stored within a second or so, the latest alone. */
  public void progress(Progress progress) {
    attempt.report(progress);
  }

  /**
   * Whether to stop early: a cancel was asked for, the time is up, the lease is lost, or the server
   * shuts down. The handler's thread is interrupted then, too.
   */
  public boolean isStopRequested() {
    return attempt.isStopRequested();
  }
}
