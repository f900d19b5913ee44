package dev.jobward.blackbox.worker;

import static dev.jobward.blackbox.worker.Files.MIB;
import static dev.jobward.blackbox.worker.Files.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.Nodes;
import dev.jobward.blackbox.server.Sql;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What takes settings of its own: files up to 20 MiB, a small heap, short waits. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class SpecialSettingsWorkerIT {

  private static final int LIMIT = 20 * MIB;
  private static final int LARGE_BODY = 12 * MIB;

  private static Nodes nodes;

  private final String type = Api.unservedType();
  private Client alice;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before the tests
  SpecialSettingsWorkerIT() {}

  @BeforeAll
  static void start() {
    nodes =
        Nodes.start(
            options ->
                options
                    .environment("JOBWARD_RESULT_MAX_FILE_BYTES", Integer.toString(LIMIT))
                    .environment("JOBWARD_REQUEST_MAX_BODY_BYTES", Integer.toString(16 * MIB))
                    .environment("JOBWARD_RETRY_FIRST_MILLISECONDS", "100")
                    .environment("JOBWARD_RETRY_MAX_MILLISECONDS", "150")
                    .environment("JOBWARD_EXECUTION_CONCURRENCY", "0")
                    .jvmOptions("-Xmx320m"),
            "special");
  }

  @AfterAll
  static void stop() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @BeforeEach
  void meetThem() {
    alice = nodes.api(0).newUser();
    worker = nodes.api(0).newWorker();
  }

  @Test
  void takesAFileUpToTheLimitAndNoMore() {
    Leased held = aRunningJob();
    byte[] tooMuch = content(LIMIT + 1);

    assertThat(worker.put(held).chunked(tooMuch).send()).isRefused("PAYLOAD_TOO_LARGE");
    assertThat(announce(held, LIMIT + 1L)).isRefused("PAYLOAD_TOO_LARGE");

    assertThat(alice.job(held.jobId()).data().path("status").asString()).isEqualTo("RUNNING");
    assertThat(worker.put(held, content(LIMIT))).isSuccess(200);
    assertThat(alice.result(held.jobId()).bytes()).isEqualTo(content(LIMIT));
  }

  @Test
  void keepsNothingOfWhatWasTooLarge() {
    Leased held = aRunningJob();
    worker.put(held).chunked(content(LIMIT + 1)).send();

    assertThat(worker.complete(held)).isSuccess(200);

    await()
        .untilAsserted(
            () ->
                assertThat(
                        Sql.run(
                            nodes.database(),
                            "select count(*) from job_file where job_id = '%s'"
                                .formatted(held.jobId())))
                    .isZero());
  }

  /** Together they are larger than the server's memory. */
  @Test
  void takesManyLargeFilesAtOnceInLittleMemory() {
    byte[] content = content(LIMIT);
    List<Leased> held = new ArrayList<>();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Leased one = aRunningJob();
      held.add(one);
      answers.add(
          (i % 2 == 0 ? worker.put(one).body(content) : worker.put(one).chunked(content))
              .sendLater());
    }

    answers.forEach(answer -> assertThat(answer.join()).isSuccess(200));
    assertThat(nodes.node(0).process().isAlive()).isTrue();
    assertThat(alice.result(held.get(23).jobId()).bytes()).isEqualTo(content);
  }

  @Test
  void givesOneLargeJobWhereTwoWouldBeTooMuch() {
    String payload = "{\"a\":\"" + "x".repeat(LARGE_BODY) + "\"}";
    for (int i = 0; i < 2; i++) {
      alice.create(JobBody.of(type, payload));
    }

    assertThat(worker.take(WorkerBody.claim(type).with("maxJobs", "2"))).hasSize(1);
    assertThat(worker.take(WorkerBody.claim(type).with("maxJobs", "2"))).hasSize(1);
  }

  /** Reading one takes several times its length; the server has 320 MiB for everything. */
  @Test
  void takesAsManyLargeBatchesAtOnceAsItHasRoomFor() {
    String job = JobBody.of(type, "{\"a\":\"" + "\u00e9".repeat(MIB / 2) + "\"}").json();
    String batch = "{\"jobs\":[" + String.join(",", Collections.nCopies(14, job)) + "]}";
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(alice.call("POST", "/v1/jobs/batch").json(batch).sendLater());
    }

    assertThat(answers)
        .extracting(answer -> answer.join().status())
        .contains(201)
        .isSubsetOf(201, 503);
    assertThat(alice.post(JobBody.idle().json())).isSuccess(201);
  }

  @Test
  void giveAWaitingWorkerALargeJob() {
    CompletableFuture<Answer> waiting =
        worker
            .call("POST", "claim")
            .json(WorkerBody.claim(type).with("waitSeconds", "20").json())
            .sendLater();
    String payload = "{\"a\":\"" + "x".repeat(LARGE_BODY) + "\"}";
    alice.create(JobBody.of(type, payload));

    assertThat(waiting.join().jobs().get(0).path("payload").path("a").asString())
        .hasSize(LARGE_BODY);
  }

  @Test
  void handsALargeJobBackOnceItsWorkerIsGoneInTheMiddleOfIt() throws IOException {
    byte[] claim =
        WorkerBody.claim(type).with("waitSeconds", "20").json().getBytes(StandardCharsets.UTF_8);
    Socket unread =
        raw("POST", "claim")
            .line("Content-Type: application/json")
            .line("Content-Length: " + claim.length)
            .open(claim);
    // Nothing tells that it waits by now.
    await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    String id =
        alice
            .create(JobBody.of(type, "{\"a\":\"" + "x".repeat(LARGE_BODY) + "\"}"))
            .path("jobId")
            .asString();
    alice.await(id, "RUNNING");

    unread.setSoLinger(true, 0);
    unread.close();

    assertThat(alice.await(id, "PENDING").data().path("attempts").intValue()).isZero();
    assertThat(alice.outcomes(id)).containsExactly("HANDED_BACK");
  }

  @Test
  void waitsNoLongerThanTheLongestBackOff() {
    alice.create(JobBody.of(type, "{}").with("maxAttempts", "4"));
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Leased held = worker.takeSoon(type);
      worker.fail(held);
      JsonNode job = alice.job(held.jobId()).data();
      waits.add(job.path("runAt").longValue() - job.path("updatedAt").longValue());
    }

    assertThat(waits.get(0)).isBetween(75L, 102L);
    assertThat(waits.subList(1, 3)).allSatisfy(wait -> assertThat(wait).isBetween(115L, 152L));
  }

  /** A node that runs nothing itself still leaves those types to the other nodes. */
  @Test
  void leavesTheServersOwnTypesToServers() {
    assertThat(worker.claim(WorkerBody.claim("echo"))).isRefusedFor("INVALID_BODY", "jobTypes[0]");
  }

  private Leased aRunningJob() {
    String own = Api.unservedType();
    alice.create(own);
    return worker.take(own);
  }

  private Answer announce(Leased held, long length) {
    return raw("PUT", "jobs/%s/result".formatted(held.jobId()))
        .line("Lease-Token: " + held.token())
        .line("Content-Length: " + length)
        .send();
  }

  private static RawCall raw(String method, String path) {
    Api api = nodes.api(0);
    return new RawCall(api, "%s /v1/worker/%s HTTP/1.1".formatted(method, path))
        .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "worker"));
  }
}
