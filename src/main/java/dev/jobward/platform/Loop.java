package dev.jobward.platform;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Repeats a step: after each interval, and at once when woken. A step that fails is repeated too.
 */
public final class Loop {

  private static final Logger LOG = Logger.getLogger(Loop.class.getName());

  private final String name;
  private final Runnable step;
  private final Duration interval;
  private final Semaphore woken = new Semaphore(0);
  private volatile boolean running;

  public Loop(String name, Duration interval, Runnable step) {
    this.name = name;
    this.interval = interval;
    this.step = step;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the loop ends by stop() alone
  public void start(ExecutorService executor) {
    running = true;
    executor.submit(this::run);
  }

  /** Ends the loop after the step that is under way. */
  public void stop() {
    running = false;
    wake();
  }

  /** Makes the next step come now. Waking twice before it comes is waking once. */
  public void wake() {
    if (woken.availablePermits() == 0) {
      woken.release();
    }
  }

  private void run() {
    while (running) {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, e, () -> name + " failed; it is tried again");
      }
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
}
