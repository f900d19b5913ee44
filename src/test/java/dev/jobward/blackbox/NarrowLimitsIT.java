package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.Nodes;
import dev.jobward.blackbox.server.TestServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of its own, whose administrator has set narrow limits. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class NarrowLimitsIT {

  private static final int QUOTA = 5;
  private static final int MAX_BODY = 2_048;
  private static final int MAX_BATCH = 4_096;

  private static Nodes nodes;
  private Api api;
  private Client alice;

  @SuppressWarnings("NullAway.Init") // set before all tests
  NarrowLimitsIT() {}

  @BeforeAll
  static void startAServer() {
    nodes =
        Nodes.start(
            options ->
                options
                    .environment("JOBWARD_QUOTA_UNFINISHED_JOBS", Integer.toString(QUOTA))
                    .environment("JOBWARD_REQUEST_MAX_BODY_BYTES", Integer.toString(MAX_BODY))
                    .environment("JOBWARD_REQUEST_MAX_BATCH_BYTES", Integer.toString(MAX_BATCH)),
            "narrow");
  }

  @AfterAll
  static void stopIt() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @BeforeEach
  void meetAlice() {
    api = nodes.api(0);
    alice = api.newUser();
  }

  @Test
  void letInNoMoreUnfinishedJobsThanTheQuota() {
    fill(QUOTA);

    Answer refused = alice.post(JobBody.idle().json());

    assertThat(refused).isRefused("QUOTA_EXCEEDED");
    assertThat(refused.header("Retry-After").orElse("")).matches("[1-9][0-9]*");
    assertThat(refused.json().path("message").asString()).contains(Integer.toString(QUOTA));
    assertThat(alice.listAll("limit=100")).hasSize(QUOTA);
    assertThat(api.newUser().post(JobBody.idle().json())).isSuccess(201);
  }

  @Test
  void letABatchInAsAWholeOrNotAtAll() {
    List<String> ids = fill(QUOTA - 2);

    assertThat(alice.postBatch(batchOf(3))).isRefused("QUOTA_EXCEEDED");
    assertThat(alice.listAll("limit=100")).hasSize(QUOTA - 2);

    awaitRoomFor(2);
    assertThat(alice.listAll("limit=100")).hasSize(QUOTA).containsAll(ids);
  }

  @Test
  void makeRoomForEachJobThatIsFinal() {
    List<String> ids = fill(QUOTA);
    assertThat(alice.post(JobBody.idle().json())).isRefused("QUOTA_EXCEEDED");

    alice.cancel(ids.get(0));

    awaitRoomFor(1);
    assertThat(alice.post(JobBody.idle().json())).isRefused("QUOTA_EXCEEDED");
  }

  @Test
  void countARetriedJobAsANewOne() {
    String cancelled = alice.createIdle();
    alice.cancel(cancelled);
    fill(QUOTA);

    assertThat(alice.retry(cancelled)).isRefused("QUOTA_EXCEEDED");
    assertThat(alice.job(cancelled).data().path("status").asString()).isEqualTo("CANCELLED");
  }

  /** In the order of all faults: status, key, and only then the quota. */
  @Test
  void areLookedAtLast() {
    String body = JobBody.idle().json();
    HeldJob running = HeldJob.of(alice, api);
    Answer first = withKey("k", body);
    fill(QUOTA - 2);

    assertThat(alice.post("{}")).isRefused("INVALID_BODY");
    assertThat(alice.retry(running.id())).isRefused("CONFLICT");
    assertThat(withKey("k", body + " ")).isRefused("IDEMPOTENCY_MISMATCH");
    assertThat(withKey("k", body).jobId()).isEqualTo(first.jobId());
    assertThat(withKey("new", body)).isRefused("QUOTA_EXCEEDED");
    assertThat(alice.cancel(first.jobId())).isSuccess(200);
    await().atMost(Duration.ofSeconds(20)).until(() -> withKey("new", body).status() == 201);
    assertThat(withKey("new", body).header("Idempotent-Replayed")).hasValue("true");
  }

  @Test
  void holdThoughManyComeAtOnce() {
    List<Answer> answers =
        IntStream.range(0, 30)
            .mapToObj(n -> alice.call("POST", "/v1/jobs").json(JobBody.idle().json()).sendLater())
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).extracting(Answer::status).containsOnly(201, 429);
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(QUOTA);
    assertThat(alice.listAll("limit=100")).hasSize(QUOTA);
  }

  @Test
  void boundTheBodyOfACreationAloneAndInABatch() {
    assertThat(alice.post(creationOf(MAX_BODY))).isSuccess(201);
    assertThat(alice.post(creationOf(MAX_BODY + 1))).isRefused("PAYLOAD_TOO_LARGE");
    assertThat(alice.postBatch("{\"jobs\":[" + creationOf(MAX_BODY) + "]}")).isSuccess(201);
    assertThat(alice.postBatch("{\"jobs\":[" + creationOf(MAX_BODY + 1) + "]}"))
        .isRefused("PAYLOAD_TOO_LARGE");
  }

  @Test
  void boundTheBodyOfABatch() {
    String empty = "{\"jobs\":[%s,%s]}".formatted(creationOf(1_500), creationOf(1_500));
    String largest = empty + " ".repeat(MAX_BATCH - empty.length());

    assertThat(alice.postBatch(largest)).isSuccess(201);
    assertThat(alice.postBatch(largest + " ")).isRefused("PAYLOAD_TOO_LARGE");
  }

  /** Its administrator has set nothing for them. */
  @ParameterizedTest
  @ValueSource(strings = {"/v1/jobs", "/v1/nothing", "/nothing"})
  void tellBrowsersNothing(String path) {
    for (Client caller : List.of(alice, api.nobody())) {
      for (String method : List.of("OPTIONS", "GET")) {
        Answer answer =
            caller
                .call(method, path)
                .header("Origin", TestServer.ORIGIN)
                .header("Access-Control-Request-Method", "GET")
                .send();
        assertThat(answer.status()).isEqualTo(caller.call(method, path).send().status());
        assertThat(answer.names()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(answer.has("Vary")).isFalse();
      }
    }
    assertThat(api.nobody().call("OPTIONS", "/v1/jobs").send()).isRefused("UNAUTHENTICATED");
  }

  private List<String> fill(int jobs) {
    Answer created = alice.postBatch(batchOf(jobs));
    assertThat(created).isSuccess(201);
    return created.jobIds();
  }

  /** A refusal stands for a moment, so that counting does not become work for the server. */
  private void awaitRoomFor(int jobs) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> alice.postBatch(batchOf(jobs)).status() == 201);
  }

  private Answer withKey(String key, String body) {
    return alice.call("POST", "/v1/jobs").header("Idempotency-Key", key).json(body).send();
  }

  private static String batchOf(int jobs) {
    return JobBody.batch(Collections.nCopies(jobs, JobBody.of("unserved", "{}")));
  }

  /** A creation of exactly this many bytes. */
  private static String creationOf(int length) {
    String empty = JobBody.of("unserved", "{\"a\":\"\"}").json();
    return JobBody.of("unserved", "{\"a\":\"" + "x".repeat(length - empty.length()) + "\"}").json();
  }
}
