package dev.jobward.blackbox.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The queues: what they show, and what a pause holds up. */
@BlackBox
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class QueuesIT {

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  private Client alice;
  private Client admin;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before each test
  QueuesIT() {}

  @BeforeEach
  void meetThem() {
    alice = api.newUser();
    admin = api.client(Api.newSubject(), "admin");
    worker = api.newWorker();
  }

  @Test
  void showWhatWaitsRunsAndHasEnded() {
    alice.create(type);
    HeldJob.claim(api, type).complete("1");
    alice.create(type);
    HeldJob.claim(api, type).fail("BROKEN", false);
    alice.create(type);
    HeldJob.claim(api, type);
    alice.create(type);
    alice.create(JobBody.of(type, "{}").with("runAt", "4102444800000"));

    JsonNode queue = awaitQueue(4, "running", 1);

    assertThat(queue.propertyNames())
        .containsExactly(
            "jobType",
            "waiting",
            "due",
            "running",
            "completedLastHour",
            "failedLastHour",
            "oldestDueMs",
            "paused",
            "servedBy");
    assertThat(queue.path("waiting").intValue()).isEqualTo(2);
    assertThat(queue.path("due").intValue()).isEqualTo(1);
    assertThat(queue.path("completedLastHour").intValue()).isEqualTo(1);
    assertThat(queue.path("failedLastHour").intValue()).isEqualTo(1);
    assertThat(queue.path("oldestDueMs").longValue()).isBetween(0L, 60_000L);
    assertThat(queue.path("paused").booleanValue()).isFalse();
  }

  @Test
  void nameWhoServesThem() {
    String name = "worker-" + type;
    worker.claim(WorkerBody.claim(type).with("workerId", "\"" + name + "\""));

    await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(
            () ->
                assertThat(queue(type).map(queue -> queue.path("servedBy").toString()))
                    .hasValueSatisfying(names -> assertThat(names).contains(name)));
    assertThat(queue("echo").orElseThrow().path("servedBy").toString()).contains("\"node-");
  }

  @Test
  void areListedByName() {
    List<String> names =
        admin.get("/v1/admin/queues").data().path("queues").values().stream()
            .map(queue -> queue.path("jobType").asString())
            .toList();

    assertThat(names).isSorted().doesNotHaveDuplicates().contains("echo", "http.request");
  }

  @Test
  void canBePausedAndResumedAgainAndAgain() {
    for (String deed : List.of("resume", "pause", "pause", "resume", "resume")) {
      Answer answer = post(type, deed);
      assertThat(answer).isSuccess(200);
      assertThat(answer.data().path("jobType").asString()).isEqualTo(type);
      assertThat(answer.data().path("paused").booleanValue()).isEqualTo(deed.equals("pause"));
      assertThat(answer.data().path("waiting").intValue()).isZero();
      assertThat(queue(type).isPresent()).isEqualTo(deed.equals("pause"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1a", "a%20b", "%C3%A4", "a%2Fb", "-", "a*", "a%0A", "%25"})
  void areNotThereForWhatIsNoJobType(String name) {
    for (String deed : List.of("pause", "resume")) {
      Answer answer = post(name, deed);
      assertThat(answer.status()).as("%s", answer).isEqualTo(404);
      assertThat(post("a".repeat(101), deed)).isRefused("NOT_FOUND");
    }
  }

  @Test
  void areNotServedWhileTheyArePaused() {
    post(type, "pause");
    String id = alice.create(type);

    assertThat(worker.take(WorkerBody.claim(type))).isEmpty();
    assertThat(alice.job(id).data().path("status").asString()).isEqualTo("PENDING");
    assertThat(alice.job(id).data().path("attempts").intValue()).isZero();
    assertThat(post(type, "resume")).isSuccess(200);

    assertThat(worker.take(type).jobId()).isEqualTo(id);
  }

  @Test
  void giveAWorkerWhatItAsksForBesides() {
    String other = Api.unservedType();
    post(type, "pause");
    alice.create(type);
    String id = alice.create(other);

    assertThat(worker.take(WorkerBody.claim(type, other).with("maxJobs", "10")))
        .extracting(held -> held.jobId())
        .containsExactly(id);
    post(type, "resume");
  }

  @Test
  void letWhatRunsGoOnThoughTheyArePaused() {
    alice.create(type);
    HeldJob held = HeldJob.claim(api, type);
    post(type, "pause");

    held.heartbeat();
    held.complete("1");

    assertThat(alice.job(held.id()).data().path("status").asString()).isEqualTo("COMPLETED");
    post(type, "resume");
  }

  @Test
  void letJobsExpireThoughTheyArePaused() {
    post(type, "pause");
    String expiry = Long.toString(System.currentTimeMillis() + 1_500);
    String id =
        alice.create(JobBody.of(type, "{}").with("expiresAt", expiry)).path("jobId").asString();

    assertThat(alice.await(id, "FAILED").data().at("/error/code").asString()).isEqualTo("EXPIRED");
    post(type, "resume");
  }

  @Test
  void keepWorkersWaitingAndWakeThemWhenTheyAreResumed() {
    CompletableFuture<Answer> before = waiting(25);
    post(type, "pause");
    String id = alice.create(type);
    CompletableFuture<Answer> after = waiting(25);
    CompletableFuture<Answer> impatient = waiting(3);

    assertThat(impatient.join().jobs()).isEmpty();
    assertThat(before).isNotDone();
    assertThat(after).isNotDone();
    long start = System.nanoTime();
    post(type, "resume");

    assertThat(before.join().jobIds()).containsExactly(id);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    String next = alice.create(type);
    assertThat(after.join().jobIds()).containsExactly(next);
  }

  private CompletableFuture<Answer> waiting(int seconds) {
    CompletableFuture<Answer> answer =
        worker
            .call("POST", "claim")
            .json(WorkerBody.claim(type).with("waitSeconds", Integer.toString(seconds)).json())
            .sendLater();
    // Nothing tells that it waits by now.
    await().pollDelay(Duration.ofMillis(400)).until(() -> true);
    return answer;
  }

  private Answer post(String jobType, String deed) {
    return admin.call("POST", "/v1/admin/queues/" + jobType + "/" + deed).send();
  }

  private Optional<JsonNode> queue(String jobType) {
    Answer answer = admin.get("/v1/admin/queues");
    assertThat(answer).isSuccess(200);
    return answer.data().path("queues").values().stream()
        .filter(queue -> queue.path("jobType").asString().equals(jobType))
        .findFirst();
  }

  /** As soon as it says so, which it does within seconds. */
  private JsonNode awaitQueue(int jobs, String field, int value) {
    return await()
        .atMost(Duration.ofSeconds(6))
        .until(
            () -> queue(type),
            queue ->
                queue.isPresent()
                    && queue.get().path(field).intValue() == value
                    && queue.get().path("waiting").intValue() == jobs - 2)
        .orElseThrow();
  }
}
