package dev.jobward.platform.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.platform.Loop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopsCheckTest {

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String NAME = "Loop of LoopsCheckTest";

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void end() {
    go.countDown();
    executor.shutdownNow();
  }

  @Test
  void findsALoopThatHangsInAStep() throws InterruptedException {
    Loop loop = new Loop(NAME, Duration.ofDays(1), this::hang);
    loop.start(executor);
    begun.await();

    assertThat(Loop.overdue(AT_ONCE)).contains(NAME);
    assertThat(Loop.overdue(LONG)).doesNotContain(NAME);
    loop.stop();
    assertThat(Loop.overdue(AT_ONCE)).doesNotContain(NAME);
  }

  /** It has nothing to do, for a day. */
  @Test
  void leavesALoopAloneThatWaitsForItsTime() throws InterruptedException {
    CountDownLatch waits = new CountDownLatch(2);
    Loop loop = new Loop(NAME, Duration.ofDays(1), waits::countDown);
    loop.start(executor);
    loop.wake();
    waits.await();
    executor.shutdown();

    await().untilAsserted(() -> assertThat(Loop.overdue(AT_ONCE)).doesNotContain(NAME));
    loop.stop();
  }

  @Test
  void findsALoopWhoseStepsFailAlive() throws InterruptedException {
    Loop loop =
        new Loop(
            NAME,
            Duration.ofDays(1),
            () -> {
              begun.countDown();
              throw new IllegalStateException("the database is away, on purpose");
            });
    loop.start(executor);
    begun.await();

    await().untilAsserted(() -> assertThat(Loop.overdue(AT_ONCE)).doesNotContain(NAME));
    loop.stop();
  }

  @Test
  void findsALoopThatNeverGotAThread() {
    executor.shutdown();
    Loop loop = new Loop(NAME, Duration.ofDays(1), () -> {});
    try {
      loop.start(executor);
    } catch (RejectedExecutionException e) {
      assertThat(e).isNotNull();
    }

    assertThat(Loop.overdue(AT_ONCE)).contains(NAME);
    loop.stop();
  }

  private void hang() {
    begun.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
