package dev.jobward.execution;

import dev.jobward.job.JobError;
import dev.jobward.job.ResultType;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one attempt to its end and says how it ended. */
@Dependent
class AttemptRunner {

  private static final Logger LOG = Logger.getLogger(AttemptRunner.class.getName());

  /** The owner hears no more than this of a fault in a handler; the log has the rest. */
  private static final JobError HANDLER_FAILED =
      new JobError("HANDLER_ERROR", "The handler failed; the server's log says why.");

  private final HandlerRegistry handlers;
  private final LeaseRepository leases;
  private final ResultFileWriter files;

  @Inject
  AttemptRunner(HandlerRegistry handlers, LeaseRepository leases, ResultFileWriter files) {
    this.handlers = handlers;
    this.leases = leases;
    this.files = files;
  }

  /** Never throws: what goes wrong here is for the reaper to find. */
  void run(Attempt attempt) {
    Lease lease = attempt.lease();
    try {
      runHandler(attempt);
    } catch (LeaseLost e) {
      LOG.info(() -> "job " + lease.jobId() + " was taken over; its result is dropped");
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          e,
          () -> "job " + lease.jobId() + " could not be ended; its lease runs out");
    }
  }

  @SuppressWarnings(
      "Interruption") // the flag belongs to the attempt that ends here, not to the pool
  private void runHandler(Attempt attempt) {
    Lease lease = attempt.lease();
    JobHandler handler = handlers.handler(lease.type()).orElseThrow();
    JobResult result;
    try {
      attempt.started();
      try {
        result = handler.run(new JobContext(attempt));
        if (result instanceof JobResult.File file) {
          files.store(lease, file);
        }
      } finally {
        attempt.ended();
        Thread.interrupted();
      }
    } catch (LeaseLost e) {
      throw e;
    } catch (JobFailure e) {
      leases.fail(lease.jobId(), lease.token(), e.error(), e.retryable(), BackOff.DEFAULT);
      return;
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      LOG.log(Level.WARNING, e, () -> "job " + lease.jobId() + " failed in its handler");
      leases.fail(lease.jobId(), lease.token(), HANDLER_FAILED, true, BackOff.DEFAULT);
      return;
    }
    complete(lease, result);
  }

  private void complete(Lease lease, JobResult result) {
    if (result instanceof JobResult.Json json) {
      leases.complete(
          lease.jobId(),
          lease.token(),
          ResultType.JSON,
          Optional.of(json.text()),
          Optional.empty());
    } else if (result instanceof JobResult.Text text) {
      leases.complete(
          lease.jobId(),
          lease.token(),
          ResultType.TEXT,
          Optional.of(JsonString.of(text.text())),
          Optional.empty());
    } else if (result instanceof JobResult.File) {
      leases.complete(
          lease.jobId(),
          lease.token(),
          ResultType.FILE,
          Optional.empty(),
          Optional.of(lease.token().value()));
    } else {
      leases.complete(
          lease.jobId(), lease.token(), ResultType.NONE, Optional.empty(), Optional.empty());
    }
  }
}
