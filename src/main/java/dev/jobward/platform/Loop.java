package dev.jobward.platform;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Repeats a step: after each interval, and at once when woken. A step that fails is repeated too.
 */
public final class Loop {

  private static final Logger LOG = Logger.getLogger(Loop.class.getName());

  /** Those that were started and not stopped; also one whose thread has ended, or never came. */
  private static final Set<Loop> STARTED = ConcurrentHashMap.newKeySet();

  private final String name;
  private final Supplier<Duration> step;
  private final Duration patience;
  private final Semaphore woken = new Semaphore(0);
  private volatile CountDownLatch ended = new CountDownLatch(0);
  private volatile boolean running;
  private volatile long expectedAt = System.nanoTime();
  private boolean failing;

  public Loop(String name, Duration interval, Runnable step) {
    this(
        name,
        interval,
        () -> {
          step.run();
          return interval;
        });
  }

  private Loop(String name, Duration patience, Supplier<Duration> step) {
    this.name = name;
    this.patience = patience;
    this.step = step;
  }

  /**
   * A loop whose step says how long to wait for the next.
   *
   * @param patience the wait after a step that failed
   */
  public static Loop paced(String name, Duration patience, Supplier<Duration> step) {
    return new Loop(name, patience, step);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the loop ends by stop() alone
  public void start(ExecutorService executor) {
    CountDownLatch end = new CountDownLatch(1);
    ended = end;
    running = true;
    beat();
    STARTED.add(this);
    executor.submit(
        () -> {
          run();
          end.countDown();
        });
  }

  /** Ends the loop after the step that is under way. */
  public void stop() {
    running = false;
    STARTED.remove(this);
    wake();
  }

  /** Those loops of this node that have not come round for so long after they should have. */
  public static List<String> overdue(Duration patience) {
    return STARTED.stream()
        .filter(loop -> loop.isOverdue(patience))
        .map(loop -> loop.name)
        .sorted()
        .toList();
  }

  /** A step that goes on for long tells that it is not stuck. */
  public void beat() {
    expectedAt = System.nanoTime();
  }

  boolean isOverdue(Duration patience) {
    return System.nanoTime() - expectedAt >= patience.toNanos();
  }

  /** Waits for the end of a loop that was stopped, at most for so long. */
  public void awaitEnd(Duration patience) {
    try {
      boolean unused = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes the next step come now. Waking twice before it comes is waking once. */
  public void wake() {
    if (woken.availablePermits() == 0) {
      woken.release();
    }
  }

  private void run() {
    while (running) {
      beat();
      Duration interval = stepOnce();
      expectedAt = System.nanoTime() + interval.toNanos();
      try {
        if (woken.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
          woken.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Duration stepOnce() {
    try {
      Duration interval = step.get();
      if (failing) {
        failing = false;
        LOG.info(() -> name + " works again");
      }
      return interval;
    } catch (RuntimeException | Error e) {
      // Once, and not with each repetition: a database may be away for a night.
      LOG.log(failing ? Level.FINE : Level.WARNING, e, () -> name + " failed; it is tried again");
      failing = true;
      return patience;
    }
  }
}
