package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.OwnerActions;
import dev.jobward.job.Refusal;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers who wait, on the watch that tells them; how they ask: {@link PreferHeaderTest}. */
class WaitingReadersIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final OwnerActions alice = new OwnerActions();
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final WaitingReaders readers =
      new WaitingReaders(alice.jobs(), alice.watch(), tasks::add, scheduler);
  private final List<Object> answers = new CopyOnWriteArrayList<>();

  WaitingReadersIT() {
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void close() {
    scheduler.shutdownNow();
    alice.close();
  }

  @Test
  void areAnsweredOnceWhenTheJobIsFinal() {
    JobId id = alice.create();
    await(id, LONG);

    alice.jobs().cancel(alice.owner, id);
    alice.look();
    alice.look();
    runTasks();

    assertThat(answers).hasSize(1);
    assertThat(body(answers.get(0))).contains("\"status\":\"CANCELLED\"");
    assertThat(alice.watchers()).isZero();
    assertThat(scheduler.getQueue()).isEmpty();
  }

  @Test
  void goOnWaitingThroughChangesThatAreNotTheEnd() {
    JobId id = alice.create();
    await(id, LONG);

    alice.change(id);
    alice.look();

    assertThat(tasks).isEmpty();
    assertThat(alice.watchers()).isEqualTo(1);
  }

  @Test
  void areAnsweredWithTheJobAsItIsWhenTheirTimeIsUp() {
    JobId id = alice.create();

    await(id, Duration.ofMillis(10));
    org.awaitility.Awaitility.await().until(() -> tasks.size() == 1);
    runTasks();

    assertThat(body(answers.get(0))).contains("\"status\":\"PENDING\"");
    assertThat(alice.watchers()).isZero();
  }

  @Test
  void areToldThatTheJobIsGone() {
    JobId id = alice.create();
    await(id, LONG);
    alice.end(id, JobStatus.FAILED);
    alice.jobs().delete(alice.owner, id);

    alice.look();
    runTasks();

    assertThat(answers).singleElement().isInstanceOf(Refusal.JobNotFound.class);
    assertThat(alice.watchers()).isZero();
  }

  /** The job may end before the wait has quite begun. */
  @Test
  void leaveNothingBehindHoweverSoonTheAnswerComes() throws InterruptedException {
    int rounds = 300;
    JobId id = alice.create();
    alice.jobs().cancel(alice.owner, id);
    AtomicBoolean over = new AtomicBoolean();
    Thread looking =
        new Thread(
            () -> {
              while (!over.get()) {
                alice.look();
              }
            });
    looking.start();
    try {
      for (int i = 0; i < rounds; i++) {
        readers.await(alice.owner, id, 1, LONG, answer());
      }
      org.awaitility.Awaitility.await().until(() -> tasks.size() == rounds);
    } finally {
      over.set(true);
      looking.join();
    }

    assertThat(alice.watchers()).isZero();
    assertThat(scheduler.getQueue()).isEmpty();
  }

  private void await(JobId id, Duration patience) {
    readers.await(alice.owner, id, alice.job(id).version(), patience, answer());
  }

  private void runTasks() {
    List<Runnable> now = new ArrayList<>();
    tasks.drainTo(now);
    now.forEach(Runnable::run);
  }

  private static String body(Object answer) {
    return new String((byte[]) ((Response) answer).getEntity(), StandardCharsets.UTF_8);
  }

  private AsyncResponse answer() {
    return (AsyncResponse)
        Proxy.newProxyInstance(
            WaitingReadersIT.class.getClassLoader(),
            new Class<?>[] {AsyncResponse.class},
            (self, method, arguments) -> {
              if (method.getName().equals("resume")) {
                return answers.add(arguments[0]);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
