package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopTest {

  private static final Duration NEVER = Duration.ofDays(1);

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final Semaphore steps = new Semaphore(0);

  @AfterEach
  void end() {
    executor.shutdownNow();
  }

  @Test
  void makesItsFirstStepAtOnce() throws InterruptedException {
    Loop loop = new Loop("test", NEVER, steps::release);

    loop.start(executor);

    assertThat(steps.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void makesAStepWheneverItIsWoken() throws InterruptedException {
    Loop loop = new Loop("test", NEVER, steps::release);
    loop.start(executor);
    steps.acquire();

    loop.wake();

    assertThat(steps.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void makesAStepAfterEachInterval() throws InterruptedException {
    Loop loop = new Loop("test", Duration.ofMillis(1), steps::release);

    loop.start(executor);

    assertThat(steps.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void forgetsNoWakingThatComesDuringAStep() throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    Loop loop =
        new Loop(
            "test",
            NEVER,
            () -> {
              steps.release();
              await(woken);
            });
    loop.start(executor);
    steps.acquire();

    loop.wake();
    woken.countDown();

    assertThat(steps.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void goesOnAfterAStepThatFailed() throws InterruptedException {
    Loop loop =
        new Loop(
            "test",
            Duration.ofMillis(1),
            () -> {
              steps.release();
              throw new IllegalStateException("a step that fails, on purpose");
            });

    loop.start(executor);

    assertThat(steps.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void endsWhenItIsStopped() throws InterruptedException {
    Loop loop = new Loop("test", NEVER, steps::release);
    loop.start(executor);
    steps.acquire();

    loop.stop();
    executor.shutdown();

    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
