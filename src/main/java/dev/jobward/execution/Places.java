package dev.jobward.execution;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Where this node's attempts run: so many at once, and behind them a few that were claimed ahead.
 * How many is found out by how long handlers take: a node that waits for the next claim after each
 * job that takes no time would do nothing but wait, while one whose jobs take long must not keep
 * others from them.
 */
final class Places {

  /** What is claimed ahead is to be begun within this time. */
  private static final Duration AHEAD = Duration.ofMillis(50);

  /** The largest number that is claimed ahead; more would not be faster. */
  static final int MOST_AHEAD = 1_000;

  /** Of one handler's time so much is believed; the rest is what was known before. */
  private static final double WEIGHT = 1.0 / 16;

  private final int count;
  private final Predicate<Attempt> work;
  private final Queue<Attempt> waiting = new ArrayDeque<>();
  private int busy;
  // Of the busy ones, those whose threads have not taken their first attempt yet.
  private int starting;
  // Nothing is claimed ahead before it is known that handlers are quick.
  private double nanosEach = Double.MAX_VALUE;

  /**
   * Has no thread yet.
   *
   * @param count how many attempts may run at once
   * @param work runs one attempt to its end, and answers whether its place was still its own then
   */
  Places(int count, Predicate<Attempt> work) {
    this.count = count;
    this.work = work;
  }

  /** How many more may be claimed now; 0 while there is enough to do. */
  synchronized int room() {
    int ahead = ahead();
    int behind = waiting.size() - starting;
    int wanted = count - busy + ahead - behind;
    // In few large claims rather than in many small ones.
    boolean isEnough = behind >= count - busy && behind > ahead / 2;
    return isEnough ? 0 : Math.max(0, wanted);
  }

  /** How many attempts run now. */
  synchronized int busy() {
    return busy;
  }

  /** Whether the next attempts are wanted soon, so that it is time to claim. */
  synchronized boolean isLow() {
    return room() > 0;
  }

  private int ahead() {
    return (int) Math.min(MOST_AHEAD, AHEAD.toNanos() * count / nanosEach);
  }

  /**
   * Runs these, one after the other where there are more than places.
   *
   * @return those that the threads were refused for
   */
  List<Attempt> run(List<Attempt> attempts, Executor threads) {
    int lanes;
    synchronized (this) {
      waiting.addAll(attempts);
      lanes = Math.max(0, Math.min(count - busy, waiting.size() - starting));
      busy += lanes;
      starting += lanes;
    }
    try {
      for (int i = lanes; i > 0; i--) {
        threads.execute(this::work);
        lanes--;
      }
      return List.of();
    } catch (RejectedExecutionException e) {
      synchronized (this) {
        busy -= lanes;
        starting -= lanes;
      }
      return takeWaiting();
    }
  }

  /** One place: does one attempt after the other, until there is none. */
  private void work() {
    synchronized (this) {
      starting--;
    }
    boolean own = true;
    while (own) {
      Optional<Attempt> next = next();
      if (next.isEmpty()) {
        return;
      }
      long start = System.nanoTime();
      own = work.test(next.get());
      if (own) {
        took(System.nanoTime() - start);
      }
    }
  }

  private synchronized Optional<Attempt> next() {
    Attempt next = waiting.poll();
    if (next == null) {
      busy--;
    }
    return Optional.ofNullable(next);
  }

  private synchronized void took(long nanos) {
    // A first handler that is quick counts at once, as the times before it are none.
    nanosEach = nanosEach == Double.MAX_VALUE ? nanos : nanosEach + (nanos - nanosEach) * WEIGHT;
  }

  /** A handler does not end, and its place is to be another's; its thread is gone for good. */
  synchronized void giveUpOne() {
    busy--;
  }

  /**
   * Those that wait for longer than they should: the handlers before them are slower than those
   * that came before. From then on nothing is claimed ahead, until handlers are quick again.
   */
  synchronized List<Attempt> takeOverdue(Duration patience) {
    Attempt oldest = waiting.peek();
    if (oldest == null || !oldest.isOlderThan(patience)) {
      return List.of();
    }
    nanosEach = (double) AHEAD.toNanos() * count + 1;
    return takeWaiting();
  }

  /** All that have not begun. */
  synchronized List<Attempt> takeWaiting() {
    List<Attempt> taken = new ArrayList<>(waiting);
    waiting.clear();
    return taken;
  }
}
