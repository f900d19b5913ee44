package dev.jobward.execution;

import dev.jobward.job.Progress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One attempt that this node runs; handler thread and heartbeat meet here. */
final class Attempt {

  private final Lease lease;
  private final AtomicReference<@Nullable Progress> unsaid = new AtomicReference<>();
  private volatile boolean stopRequested;
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

  synchronized void requestStop() {
    stopRequested = true;
    if (runner != null) {
      runner.interrupt();
    }
  }
}
