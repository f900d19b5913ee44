package dev.jobward.execution;

import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.Refusal;
import dev.jobward.platform.DatabaseFailure;
import dev.jobward.platform.Patience;
import dev.jobward.platform.tracing.Span;
import dev.jobward.platform.tracing.Tracing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one attempt to its end and says how it ended. */
@Dependent
class AttemptRunner {

  private static final Logger LOG = Logger.getLogger(AttemptRunner.class.getName());

  /** The owner hears no more than this of a fault in a handler; the log has the rest. */
  private static final JobError HANDLER_FAILED =
      new JobError("HANDLER_ERROR", "The handler failed; the server's log says why.");

  /** Of a handler that was told to stop, and did. */
  static final JobError CANCELLED =
      new JobError("CANCELLED", "The job was cancelled while it ran.");

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final HandlerRegistry handlers;
  private final Leases leases;
  private final ResultFileWriter files;
  private final Tracing tracing;

  @Inject
  AttemptRunner(HandlerRegistry handlers, Leases leases, ResultFileWriter files, Tracing tracing) {
    this.handlers = handlers;
    this.leases = leases;
    this.files = files;
    this.tracing = tracing;
  }

  /**
   * What the handler has completed, to be written down by the caller; empty if the attempt has
   * ended in any other way. Never throws: what goes wrong here is for the reaper to find.
   */
  Optional<Completion> run(Attempt attempt) {
    Lease lease = attempt.lease();
    JobId id = lease.jobId();
    try (Span span =
        tracing.begin(
            "attempt " + lease.type().name(),
            Map.of(
                "jobward.job.id", id.toString(),
                "jobward.job.type", lease.type().name(),
                "jobward.attempt", Integer.toString(lease.attempt())),
            lease.traceparent())) {
      attempt.traced(span.traceparent());
      if (attempt.isStopRequested()) {
        // It waited for its place meanwhile.
        fail(attempt, CANCELLED, true, Duration.ZERO);
        return Optional.empty();
      }
      return runHandler(attempt, span);
    } catch (Refusal.LeaseLost e) {
      tellOfLoss(id);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "job " + id + " could not be ended; its lease runs out");
    }
    return Optional.empty();
  }

  static void tellOfLoss(JobId id) {
    LOG.info(() -> "job " + id + " is not this attempt's any more; its result is dropped");
  }

  private Optional<Completion> runHandler(Attempt attempt, Span span) {
    Lease lease = attempt.lease();
    try {
      return Optional.of(completion(attempt));
    } catch (Refusal.LeaseLost e) {
      span.failed("LEASE_LOST");
      throw e;
    } catch (JobFailure e) {
      span.failed("FAILED");
      fail(attempt, e.error(), e.retryable(), e.retryAfter().orElse(Duration.ZERO));
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      span.failed("FAILED");
      // Who was told to stop may end in any way; that is no fault to look into.
      Level level = attempt.isStopRequested() ? Level.FINE : Level.WARNING;
      LOG.log(level, e, () -> "job " + lease.jobId() + " failed in its handler");
      fail(attempt, attempt.isCancelRequested() ? CANCELLED : HANDLER_FAILED, true, Duration.ZERO);
    }
    return Optional.empty();
  }

  @SuppressWarnings(
      "Interruption") // the flag belongs to the attempt that ends here, not to the pool
  private Completion completion(Attempt attempt) throws Exception {
    Lease lease = attempt.lease();
    JobHandler handler = handlers.handler(lease.type()).orElseThrow();
    attempt.started();
    Patience.ofHandler();
    try {
      JobResult result =
          Objects.requireNonNull(
              handler.run(new JobContext(attempt)), "the handler returned null, not a JobResult");
      return result instanceof JobResult.File file
          ? Completion.ofFile(
              lease.jobId(), lease.token(), files.store(lease.jobId(), lease.token(), file))
          : Completion.of(lease.jobId(), lease.token(), result);
    } finally {
      Patience.ofLoop();
      attempt.ended();
      Thread.interrupted();
    }
  }

  private void fail(Attempt attempt, JobError error, boolean retryable, Duration notBefore) {
    Lease lease = attempt.lease();
    if (attempt.serverStops() && retryable) {
      requireHeld(leases.handBack(List.of(lease)).containsKey(lease.jobId()));
      return;
    }
    Failure failure = new Failure(lease.jobId(), lease.token(), error, retryable, notBefore);
    say(attempt, () -> leases.fail(List.of(failure)).containsKey(lease.jobId()));
  }

  /**
   * Says how the attempt has ended, again and again while the database is away: what was done is
   * not to be done again for that. To be heard twice does no harm.
   */
  private static void say(Attempt attempt, BooleanSupplier word) {
    while (true) {
      try {
        requireHeld(word.getAsBoolean());
        return;
      } catch (RuntimeException e) {
        if (!DatabaseFailure.isUnavailable(e) || attempt.isLost() || attempt.serverStops()) {
          throw e;
        }
        attempt.awaitLoss(AGAIN);
      }
    }
  }

  private static void requireHeld(boolean held) {
    if (!held) {
      throw new Refusal.LeaseLost();
    }
  }
}
