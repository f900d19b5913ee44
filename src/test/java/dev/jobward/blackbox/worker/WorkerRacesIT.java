package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.Sql;
import dev.jobward.blackbox.server.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Many who want the same at once. */
@BlackBox
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class WorkerRacesIT {

  private static final int WORKERS = 32;
  private static final int JOBS = 2_000;
  private static final int ROUNDS = 30;

  private final String type = Api.unservedType();
  private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before each test
  WorkerRacesIT() {}

  @BeforeEach
  void meetThem() {
    alice = api.newUser();
    worker = api.newWorker();
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Each completes with a result of its own: what the owner sees is what its one 200 said. */
  @Test
  void givesEachOfManyJobsToOneOfManyWorkers() throws Exception {
    List<String> created = new ArrayList<>();
    for (Future<String> id : submit(JOBS, () -> alice.create(type))) {
      created.add(id.get());
    }
    AtomicInteger done = new AtomicInteger();
    List<Done> all = new ArrayList<>();
    for (Future<List<Done>> share : submit(WORKERS, () -> workUntil(done))) {
      all.addAll(share.get());
    }

    assertThat(all).extracting(Done::jobId).containsExactlyInAnyOrderElementsOf(created);
    for (Done one : all.subList(0, 50)) {
      Answer job = alice.job(one.jobId());
      assertThat(job.literal("data", "result")).isEqualTo(one.result());
      assertThat(job.data().path("attempts").intValue()).isEqualTo(1);
    }
    assertThat(new HashSet<>(alice.listAll("limit=100&status=COMPLETED"))).hasSize(JOBS);
  }

  private record Done(String jobId, String result) {}

  private List<Done> workUntil(AtomicInteger done) {
    Worker one = api.newWorker();
    String name = Api.newSubject();
    List<Done> share = new ArrayList<>();
    while (done.get() < JOBS) {
      for (Leased held :
          one.take(WorkerBody.claim(type).with("maxJobs", "7").with("waitSeconds", "1"))) {
        String result = "{\"by\":\"%s\",\"n\":%d}".formatted(name, share.size());
        Answer answer = one.complete(held, WorkerBody.json(held, result));
        assertThat(answer).isSuccess(200);
        share.add(new Done(held.jobId(), result));
        done.incrementAndGet();
      }
    }
    return share;
  }

  @Test
  void completesAJobWithOneOfTwoResults() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Leased held = aRunningJob();

      List<Answer> answers =
          atOnce(
              () -> worker.complete(held, WorkerBody.json(held, "0")),
              () -> worker.complete(held, WorkerBody.json(held, "1")));

      assertOneWins(answers);
      assertThat(job(held).path("result").intValue()).isEqualTo(winner(answers));
    }
  }

  @Test
  void takesTheSameResultFromTwoAtOnce() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Leased held = aRunningJob();

      List<Answer> answers =
          atOnce(
              () -> worker.complete(held, WorkerBody.json(held, "1")),
              () -> worker.complete(held, WorkerBody.json(held, "1")));

      assertThat(answers).extracting(Answer::status).containsExactly(200, 200);
    }
  }

  @Test
  void endsAnAttemptByOneOfTwoWords() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Leased held = aRunningJob();
      WorkerBody failure = WorkerBody.failure(held).with("retryable", "false");

      List<Answer> answers = atOnce(() -> worker.complete(held), () -> worker.fail(held, failure));

      assertOneWins(answers);
      assertThat(alice.outcomes(held.jobId()))
          .containsExactly(winner(answers) == 0 ? "COMPLETED" : "FAILED");
    }
  }

  @Test
  void completesAJobThatIsCancelledMeanwhileAndNeverLosesIt() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Leased held = aRunningJob();

      List<Answer> answers =
          atOnce(() -> worker.complete(held), () -> call("POST", held, "/cancel"));

      assertThat(answers.get(0)).isSuccess(200);
      assertThat(answers.get(1).status()).isIn(200, 409);
      assertThat(job(held).path("status").asString()).isEqualTo("COMPLETED");
      assertThat(job(held).path("cancelRequested").booleanValue())
          .isEqualTo(answers.get(1).status() == 200);
    }
  }

  @Test
  void failsOrCancelsAJobThatIsCancelledMeanwhile() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Leased held = aRunningJob();
      WorkerBody failure = WorkerBody.failure(held).with("retryable", "false");

      List<Answer> answers =
          atOnce(() -> worker.fail(held, failure), () -> call("POST", held, "/cancel"));

      assertThat(answers.get(0)).isSuccess(200);
      boolean cancelled = answers.get(1).status() == 200;
      assertThat(job(held).path("status").asString()).isEqualTo(cancelled ? "CANCELLED" : "FAILED");
    }
  }

  @Test
  void claimsOrCancelsAJobButNotBoth() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      String id = alice.create(type);

      List<Answer> answers =
          atOnce(
              () -> worker.claim(WorkerBody.claim(type)),
              () -> alice.call("POST", "/v1/jobs/" + id + "/cancel").send());

      assertThat(answers.get(1)).isSuccess(200);
      boolean claimed = !answers.get(0).jobs().isEmpty();
      JsonNode job = alice.job(id).data();
      assertThat(job.path("status").asString()).isEqualTo(claimed ? "RUNNING" : "CANCELLED");
      assertThat(job.path("cancelRequested").booleanValue()).isTrue();
    }
  }

  @Test
  void retriesOrDeletesAJobButNotBoth() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Leased held = aRunningJob();
      worker.fail(held, WorkerBody.failure(held).with("retryable", "false"));

      List<Answer> answers =
          atOnce(() -> call("POST", held, "/retry"), () -> call("DELETE", held, ""));

      if (answers.get(0).status() == 200) {
        assertThat(answers.get(1)).isRefused("CONFLICT");
        assertThat(worker.take(type).jobId()).isEqualTo(held.jobId());
      } else {
        assertThat(answers.get(0)).isRefused("NOT_FOUND");
        assertThat(answers.get(1).status()).isEqualTo(204);
        assertThat(worker.take(WorkerBody.claim(type))).isEmpty();
      }
    }
  }

  /**
   * Whoever is told that the lease goes on holds it. The leases run out all the time, so that the
   * reaper, which looks once a second, meets the heartbeats.
   */
  @Test
  void renewsALeaseThatIsBeingTakenAway() throws Exception {
    assumeThat(server.database()).as("the database of a server that this run started").isPresent();
    List<Leased> held = new ArrayList<>();
    for (int i = 0; i < WORKERS - 1; i++) {
      held.add(aRunningJob());
    }
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    List<Future<?>> all = new ArrayList<>();
    for (Leased one : held) {
      all.add(threads.submit(() -> renewUntil(end, one)));
    }
    all.add(threads.submit(() -> loseLeasesUntil(end)));
    for (Future<?> one : all) {
      one.get();
    }

    // The last word is theirs, or the reaper might have the jobs.
    held.forEach(one -> assertThat(worker.heartbeat(one)).isSuccess(200));
    assertThat(worker.take(WorkerBody.claim(type).with("maxJobs", "100"))).isEmpty();
    held.forEach(one -> assertThat(worker.complete(one)).isSuccess(200));
    held.forEach(one -> assertThat(alice.outcomes(one.jobId())).containsExactly("COMPLETED"));
  }

  private void renewUntil(long end, Leased held) {
    while (System.nanoTime() < end) {
      assertThat(worker.heartbeat(held)).isSuccess(200);
    }
  }

  private void loseLeasesUntil(long end) {
    while (System.nanoTime() < end) {
      long unused =
          Sql.run(
              server.database().orElseThrow(),
              "update job_queue set lease_until = now() where job_type = '%s' and started_at is not null"
                  .formatted(type));
    }
  }

  private Leased aRunningJob() {
    alice.create(JobBody.of(type, "{}"));
    return worker.take(type);
  }

  private JsonNode job(Leased held) {
    return alice.job(held.jobId()).data();
  }

  private Answer call(String method, Leased held, String path) {
    return alice.call(method, "/v1/jobs/" + held.jobId() + path).send();
  }

  private static void assertOneWins(List<Answer> answers) {
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
  }

  private static int winner(List<Answer> answers) {
    return answers.get(0).status() == 200 ? 0 : 1;
  }

  private <T> List<Future<T>> submit(int times, Callable<T> call) {
    List<Future<T>> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.add(threads.submit(call));
    }
    return all;
  }

  private List<Answer> atOnce(Callable<Answer> first, Callable<Answer> second) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<Future<Answer>> both = new ArrayList<>();
    for (Callable<Answer> call : List.of(first, second)) {
      both.add(
          threads.submit(
              () -> {
                start.await();
                return call.call();
              }));
    }
    return List.of(both.get(0).get(), both.get(1).get());
  }
}
