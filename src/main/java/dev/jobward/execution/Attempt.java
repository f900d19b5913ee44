package dev.jobward.execution;

import dev.jobward.job.Progress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One attempt that this node runs; handler thread, heartbeat and shutdown meet here. */
final class Attempt {

  private final Lease lease;
  private final AtomicReference<@Nullable Progress> unsaid = new AtomicReference<>();
  private volatile boolean stopRequested;
  private volatile boolean serverStops;
  private @Nullable Thread runner;

  Attempt(Lease lease) {
    this.lease = lease;
  }

  Lease lease() {
    return lease;
  }

  boolean isStopRequested() {
    return stopRequested;
  }

  /** Whether a failure of the handler is to be put down to the server, and not to the job. */
  boolean serverStops() {
    return serverStops;
  }

  void report(Progress progress) {
    unsaid.set(progress);
  }

  /** Progress that is not stored yet; asked for once. */
  Optional<Progress> takeProgress() {
    return Optional.ofNullable(unsaid.getAndSet(null));
  }

  synchronized void started() {
    runner = Thread.currentThread();
  }

  /** After this, no stop reaches the thread any more: it belongs to the pool again. */
  synchronized void ended() {
    runner = null;
  }

  /** The result is not wanted, or will not count: the handler is told and interrupted. */
  synchronized void requestStop() {
    stopRequested = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  /** The handler is told, and may still finish. */
  void announceServerStop() {
    serverStops = true;
    stopRequested = true;
  }
}
