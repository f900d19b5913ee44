package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.job.Job;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.OwnerActions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
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
  private final SlowClient client = SlowClient.eager();

  WaitingReadersIT() {
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void close() {
    scheduler.shutdownNow();
    alice.close();
  }

  @Test
  void areAnsweredOnceWhenTheJobIsFinal() throws IOException {
    JobId id = alice.create();
    await(id, LONG);

    alice.jobs().cancel(alice.owner, id);
    alice.look();
    alice.look();
    runTasks();

    assertThat(client.completions()).isEqualTo(1);
    assertThat(client.received()).contains("\"status\":\"CANCELLED\"");
    assertThat(alice.watchers()).isZero();
    assertThat(scheduler.getQueue()).isEmpty();
  }

  @Test
  void goOnWaitingThroughChangesThatAreNotTheEnd() throws IOException {
    JobId id = alice.create();
    await(id, LONG);

    alice.change(id);
    alice.look();

    assertThat(tasks).isEmpty();
    assertThat(alice.watchers()).isEqualTo(1);
  }

  @Test
  void areAnsweredWithTheJobAsItIsWhenTheirTimeIsUp() throws IOException {
    JobId id = alice.create();

    await(id, Duration.ofMillis(10));
    org.awaitility.Awaitility.await().until(() -> tasks.size() == 1);
    runTasks();

    assertThat(client.received()).contains("\"status\":\"PENDING\"");
    assertThat(alice.watchers()).isZero();
  }

  @Test
  void areToldThatTheJobIsGone() throws IOException {
    JobId id = alice.create();
    await(id, LONG);
    alice.end(id, JobStatus.FAILED);
    alice.jobs().delete(alice.owner, id);

    alice.look();
    runTasks();

    assertThat(client.status()).isEqualTo(404);
    assertThat(client.received()).contains("\"code\":\"NOT_FOUND\"");
    assertThat(alice.watchers()).isZero();
  }

  /** The job may end before the wait has quite begun. */
  @Test
  void leaveNothingBehindHoweverSoonTheAnswerComes() throws InterruptedException, IOException {
    int rounds = 300;
    JobId id = alice.create();
    Job job = alice.job(id);
    alice.jobs().cancel(alice.owner, id);
    List<SlowClient> clients = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread looking =
        new Thread(
            () -> {
              while (!over.get()) {
                alice.look();
                runTasks();
              }
            });
    looking.start();
    try {
      for (int i = 0; i < rounds; i++) {
        SlowClient reader = SlowClient.eager();
        await(reader, job, LONG);
        clients.add(reader);
      }
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> clients.stream().allMatch(reader -> reader.completions() == 1));
    } finally {
      over.set(true);
      looking.join();
    }

    assertThat(alice.watchers()).isZero();
    assertThat(scheduler.getQueue()).isEmpty();
  }

  /** Nobody is there to be answered, and nothing is to look at their job any more. */
  @Test
  void areForgottenWhenTheirClientIsGone() throws IOException {
    JobId id = alice.create();
    await(id, LONG);

    client.hangUp();

    assertThat(alice.watchers()).isZero();
    assertThat(scheduler.getQueue()).isEmpty();
    alice.jobs().cancel(alice.owner, id);
    alice.look();
    runTasks();
    assertThat(client.received()).isEmpty();
  }

  @Test
  void areToldHowTheirJobIsWhenTheServerStops() throws IOException {
    JobId id = alice.create();
    await(id, LONG);

    readers.stop(new Object());

    assertThat(client.received()).contains("\"status\":\"PENDING\"");
    assertThat(client.completions()).isEqualTo(1);
    assertThat(alice.watchers()).isZero();
  }

  private void await(JobId id, Duration patience) throws IOException {
    await(client, alice.job(id), patience);
  }

  private void await(SlowClient reader, Job job, Duration patience) throws IOException {
    readers.await(reader.context(), Requests.plain(), alice.owner, job, patience);
    reader.allowWriting();
  }

  private void runTasks() {
    List<Runnable> now = new ArrayList<>();
    tasks.drainTo(now);
    now.forEach(Runnable::run);
  }
}
