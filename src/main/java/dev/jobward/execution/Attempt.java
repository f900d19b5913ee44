package dev.jobward.execution;

import dev.jobward.job.Progress;
import dev.jobward.platform.tracing.Traceparent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One attempt that this node runs; handler thread, heartbeat and shutdown meet here. */
final class Attempt {

  /** Why a handler is asked to stop. */
  private enum Stop {
    /** The lease is lost, or the time is up: whatever the handler still says does not count. */
    LOST,
    /** The job's owner asked for it. */
    CANCEL,
    /** The server stops. */
    SERVER
  }

  private final Lease lease;
  private final AtomicReference<@Nullable Progress> unsaid = new AtomicReference<>();
  private volatile @Nullable Stop stop;
  private volatile long stopRequestedAt;
  private final long claimedAt = System.nanoTime();
  private final CountDownLatch lost = new CountDownLatch(1);
  private volatile Optional<Traceparent> traceparent;
  private @Nullable Thread runner;
  private boolean givenUp;

  Attempt(Lease lease) {
    this.lease = lease;
    this.traceparent = lease.traceparent();
  }

  Lease lease() {
    return lease;
  }

  /** The attempt has a span of its own. */
  void traced(Optional<Traceparent> span) {
    traceparent = span;
  }

  /** What is to be sent along by a handler that calls others. */
  Optional<Traceparent> traceparent() {
    return traceparent;
  }

  boolean isStopRequested() {
    return stop != null;
  }

  boolean isLost() {
    return stop == Stop.LOST;
  }

  boolean isCancelRequested() {
    return stop == Stop.CANCEL;
  }

  /** Whether a failure of the handler is to be put down to the server, and not to the job. */
  boolean serverStops() {
    return stop == Stop.SERVER;
  }

  /** Whether it was claimed longer ago. */
  boolean isOlderThan(Duration age) {
    return System.nanoTime() - claimedAt > age.toNanos();
  }

  /** Whether the handler was interrupted so long ago, and goes on. */
  boolean ignoresStopFor(Duration patience) {
    return (isLost() || isCancelRequested())
        && runner().isPresent()
        && System.nanoTime() - stopRequestedAt >= patience.toNanos();
  }

  void report(Progress progress) {
    unsaid.set(progress);
  }

  /** Progress that is not stored yet; asked for once. */
  Optional<Progress> takeProgress() {
    return Optional.ofNullable(unsaid.getAndSet(null));
  }

  /** A stop that came before is not lost on the handler. */
  synchronized void started() {
    runner = Thread.currentThread();
    if (stop == Stop.LOST || stop == Stop.CANCEL) {
      runner.interrupt();
    }
  }

  /** After this, no stop reaches the thread any more: it belongs to the pool again. */
  synchronized void ended() {
    runner = null;
  }

  /** The thread that the handler holds, if it has begun and not ended. */
  synchronized Optional<Thread> runner() {
    return Optional.ofNullable(runner);
  }

  /**
   * Nobody waits for the handler any more.
   *
   * @param then what is done about it before the handler can end; not done if it has ended
   * @return whether it had not
   */
  synchronized boolean giveUp(Runnable then) {
    if (runner == null) {
      return false;
    }
    givenUp = true;
    then.run();
    return true;
  }

  synchronized boolean isGivenUp() {
    return givenUp;
  }

  /** The result will not count: the handler is told and interrupted. */
  void lost() {
    interrupt(Stop.LOST);
    lost.countDown();
  }

  /** Waits for so long, or until the result does not count any more. */
  void awaitLoss(Duration patience) {
    try {
      boolean unused = lost.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The result is not wanted any more: the handler is told and interrupted. */
  void cancel() {
    if (stop != Stop.LOST) {
      interrupt(Stop.CANCEL);
    }
  }

  /** The handler is told, and may still finish. */
  void announceServerStop() {
    if (stop == null) {
      stop = Stop.SERVER;
    }
  }

  private synchronized void interrupt(Stop reason) {
    boolean isNew = stop != reason;
    if (isNew) {
      stop = reason;
      stopRequestedAt = System.nanoTime();
      if (runner != null) {
        runner.interrupt();
      }
    }
  }
}
