package dev.jobward.execution;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The attempts that a node holds the leases of: those that wait for a place, that run, and whose
 * ends are to be written.
 */
final class HeldAttempts {

  /**
   * With so many nothing more is claimed: with quick handlers, all ends wait for the database. The
   * last claim may come on top.
   */
  private static final int MOST = 3 * Places.MOST_AHEAD;

  private final Map<LeaseToken, Attempt> attempts = new ConcurrentHashMap<>();
  private final Semaphore removed = new Semaphore(0);
  private final Runnable hasRoomAgain;
  private volatile boolean full;
  private volatile boolean awaited;

  /** {@code hasRoomAgain} is run after {@link #isFull} has said yes; by whoever removes one. */
  HeldAttempts(Runnable hasRoomAgain) {
    this.hasRoomAgain = hasRoomAgain;
  }

  void add(Collection<Attempt> some) {
    some.forEach(attempt -> attempts.put(attempt.lease().token(), attempt));
  }

  /** Nothing is to be said of it any more. */
  void remove(Attempt attempt) {
    attempts.remove(attempt.lease().token());
    if (full && attempts.size() < MOST) {
      hasRoomAgain.run();
    }
    if (awaited) {
      removed.release();
    }
  }

  List<Attempt> all() {
    return List.copyOf(attempts.values());
  }

  /** Whether the ends of attempts are to be written first. */
  boolean isFull() {
    // Said before it is looked at: between the two, the last end could be written.
    full = true;
    full = attempts.size() >= MOST;
    return full;
  }

  /** How many more may come at the most. */
  int room() {
    return MOST + Places.MOST_AHEAD - attempts.size();
  }

  /** Waits until there are none, at most for so long. */
  void awaitNone(Duration patience) {
    awaited = true;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!attempts.isEmpty()) {
        if (!removed.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
