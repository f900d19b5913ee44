package dev.jobward.execution;

import dev.jobward.job.JobError;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
  private final AttemptEndings endings;
  private final ResultFileWriter files;
  private final Duration leaseTime;
  private final BackOff backOff;

  @Inject
  AttemptRunner(
      HandlerRegistry handlers,
      LeaseRepository leases,
      AttemptEndings endings,
      ResultFileWriter files,
      Settings settings) {
    this.handlers = handlers;
    this.leases = leases;
    this.endings = endings;
    this.files = files;
    this.leaseTime = settings.duration(Setting.LEASE);
    this.backOff = BackOff.of(settings);
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

  private void runHandler(Attempt attempt) {
    Lease lease = attempt.lease();
    JobResult result;
    try {
      result = result(attempt);
    } catch (LeaseLost e) {
      throw e;
    } catch (JobFailure e) {
      fail(attempt, e.error(), e.retryable());
      return;
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      // Who was told to stop may end in any way; that is no fault to look into.
      Level level = attempt.isStopRequested() ? Level.FINE : Level.WARNING;
      LOG.log(level, e, () -> "job " + lease.jobId() + " failed in its handler");
      fail(attempt, HANDLER_FAILED, true);
      return;
    }
    attempt
        .takeProgress()
        .map(last -> new Heartbeat(lease.jobId(), lease.token(), Optional.of(last)))
        .ifPresent(beat -> leases.heartbeat(List.of(beat), leaseTime));
    complete(lease, result);
  }

  @SuppressWarnings(
      "Interruption") // the flag belongs to the attempt that ends here, not to the pool
  private JobResult result(Attempt attempt) throws Exception {
    JobHandler handler = handlers.handler(attempt.lease().type()).orElseThrow();
    attempt.started();
    try {
      JobResult result =
          Objects.requireNonNull(
              handler.run(new JobContext(attempt)), "the handler returned null, not a JobResult");
      if (result instanceof JobResult.File file) {
        files.store(attempt.lease(), file);
      }
      return result;
    } finally {
      attempt.ended();
      Thread.interrupted();
    }
  }

  private void fail(Attempt attempt, JobError error, boolean retryable) {
    Lease lease = attempt.lease();
    if (attempt.serverStops() && retryable) {
      endings.handBack(lease.jobId(), lease.token());
    } else {
      endings.fail(lease.jobId(), lease.token(), error, retryable, backOff);
    }
  }

  private void complete(Lease lease, JobResult result) {
    if (result instanceof JobResult.Json json) {
      complete(lease, ResultType.JSON, Optional.of(json.text()), Optional.empty());
    } else if (result instanceof JobResult.Text text) {
      complete(lease, ResultType.TEXT, Optional.of(JsonString.of(text.text())), Optional.empty());
    } else if (result instanceof JobResult.File) {
      complete(lease, ResultType.FILE, Optional.empty(), Optional.of(lease.token().value()));
    } else {
      complete(lease, ResultType.NONE, Optional.empty(), Optional.empty());
    }
  }

  private void complete(Lease lease, ResultType type, Optional<String> text, Optional<UUID> file) {
    leases.complete(lease.jobId(), lease.token(), type, text, file);
  }
}
