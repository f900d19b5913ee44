package dev.jobward.blackbox.worker;

import static dev.jobward.blackbox.worker.Files.MIB;
import static dev.jobward.blackbox.worker.Files.content;
import static dev.jobward.blackbox.worker.Files.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.Sql;
import dev.jobward.blackbox.server.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files that workers send as results. */
@BlackBox
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UploadIT {

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;
  private Worker worker;
  private Leased held;

  @SuppressWarnings("NullAway.Init") // set before each test
  UploadIT() {}

  @BeforeEach
  void runAJob() {
    alice = api.newUser();
    worker = api.newWorker();
    alice.create(type);
    held = worker.take(type);
  }

  @Test
  void endsTheJobWithAFileThatTheOwnerCanFetch() {
    byte[] content = content(1000);

    Answer answer =
        worker
            .put(held)
            .header("Content-Type", "text/csv; charset=utf-8")
            .header("Content-Disposition", "attachment; filename=\"a b.csv\"")
            .body(content)
            .send();

    assertThat(answer).isSuccess(200);
    assertThat(answer.data().path("status").asString()).isEqualTo("COMPLETED");
    JsonNode job = alice.job(held.jobId()).data();
    assertThat(job.path("status").asString()).isEqualTo("COMPLETED");
    assertThat(job.path("resultType").asString()).isEqualTo("FILE");
    assertThat(job.at("/result/name").asString()).isEqualTo("a b.csv");
    assertThat(job.at("/result/contentType").asString()).isEqualTo("text/csv; charset=utf-8");
    assertThat(job.at("/result/size").intValue()).isEqualTo(1000);
    assertThat(job.at("/result/sha256").asString()).isEqualTo(sha256(content));
    Answer file = alice.result(held.jobId());
    assertThat(file.bytes()).isEqualTo(content);
    assertThat(file).hasMediaType("text/csv; charset=utf-8");
    assertThat(file.header("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"a b.csv\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 20 * MIB})
  void takesAFileOfAnySizeWithALength(int size) {
    assertThat(worker.put(held, content(size))).isSuccess(200);

    assertThat(alice.result(held.jobId()).bytes()).isEqualTo(content(size));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB, MIB + 1, 20 * MIB})
  void takesAFileOfAnySizeInChunks(int size) {
    assertThat(worker.put(held).chunked(content(size)).send()).isSuccess(200);

    assertThat(alice.result(held.jobId()).bytes()).isEqualTo(content(size));
  }

  @Test
  void takesTheSameFileTwiceAndNoOther() {
    byte[] content = content(MIB + 1);
    worker.put(held, content);
    JsonNode before = alice.job(held.jobId()).data();
    byte[] changed = content.clone();
    changed[MIB] ^= 1;

    assertThat(worker.put(held, content)).isSuccess(200);
    assertThat(worker.put(held).chunked(content).send()).isSuccess(200);
    assertThat(worker.put(held, changed)).isRefused("LEASE_LOST");
    assertThat(worker.put(held, Arrays.copyOf(content, MIB))).isRefused("LEASE_LOST");
    assertThat(worker.put(held).header("Content-Type", "text/csv").body(content).send())
        .isRefused("LEASE_LOST");
    assertThat(worker.put(held).header("Content-Disposition", "a; filename=b").body(content).send())
        .isRefused("LEASE_LOST");
    assertThat(worker.complete(held)).isRefused("LEASE_LOST");
    assertThat(alice.job(held.jobId()).data()).isEqualTo(before);
    assertThat(alice.result(held.jobId()).bytes()).isEqualTo(content);
  }

  @Test
  void takesTheSameFileFromManyAtOnce() {
    byte[] content = content(8 * MIB);
    List<CompletableFuture<Answer>> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sent.add(worker.put(held).body(content).sendLater());
    }

    sent.forEach(answer -> assertThat(answer.join()).isSuccess(200));
    assertThat(alice.result(held.jobId()).bytes()).isEqualTo(content);
  }

  @Test
  void takesOneOfManyDifferentFilesAtOnce() {
    List<CompletableFuture<Answer>> sent = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      sent.add(worker.put(held).body(content(MIB + i)).sendLater());
    }

    List<Answer> answers = sent.stream().map(CompletableFuture::join).toList();
    assertThat(answers).extracting(Answer::status).containsOnlyOnce(200).containsOnly(200, 409);
  }

  @Test
  void keepsTheLeaseAliveWhileTheFileIsOnItsWay() throws IOException {
    byte[] content = content(3 * MIB);
    try (Socket socket = begin(content.length, Arrays.copyOf(content, 2 * MIB))) {
      assertThat(worker.heartbeat(held)).isSuccess(200);
      assertThat(alice.job(held.jobId()).data().path("status").asString()).isEqualTo("RUNNING");
      assertThat(alice.result(held.jobId())).isRefused("NOT_FOUND");

      socket.getOutputStream().write(content, 2 * MIB, MIB);

      assertThat(alice.await(held.jobId(), "COMPLETED").data().at("/result/sha256").asString())
          .isEqualTo(sha256(content));
    }
  }

  @Test
  void keepsNothingOfAFileWhoseLeaseIsLostMeanwhile() throws IOException {
    byte[] content = content(3 * MIB);
    Socket socket = begin(content.length, Arrays.copyOf(content, 2 * MIB));
    await().until(() -> rows("job_file_chunk c join job_file f on f.id = c.file_id") > 0);
    database("update job_queue set lease_until = now() where job_id = '%s'");
    Leased next = worker.takeSoon(type);

    Answer answer = RawCall.finish(socket, Arrays.copyOfRange(content, 2 * MIB, 3 * MIB));

    assertThat(answer).isRefused("LEASE_LOST");
    assertThat(next.jobId()).isEqualTo(held.jobId());
    await().untilAsserted(() -> assertThat(rows("job_file f")).isZero());
    assertThat(worker.complete(next, WorkerBody.json(next, "1"))).isSuccess(200);
    assertThat(alice.job(held.jobId()).literal("data", "result")).isEqualTo("1");
  }

  @Test
  void takesALateFileUntilSomebodyElseHasTheJob() {
    database("update job_queue set lease_until = now() where job_id = '%s'");
    alice.await(held.jobId(), "PENDING");

    assertThat(worker.put(held, content(5))).isSuccess(200);

    assertThat(alice.outcomes(held.jobId())).containsExactly("COMPLETED");
  }

  @Test
  void completesTheJobThoughACancelWasAskedFor() {
    alice.cancel(held.jobId());

    assertThat(worker.put(held, content(5))).isSuccess(200);
    assertThat(alice.job(held.jobId()).data().path("status").asString()).isEqualTo("COMPLETED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"104857601", "10000000000", "922337203685477580"})
  void refusesALengthThatIsTooMuchWithoutWaitingForTheFile(String length) {
    assertThat(raw().line("Content-Length: " + length).send()).isRefused("PAYLOAD_TOO_LARGE");
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }

  private RawCall raw() {
    return new RawCall(api, "PUT /v1/worker/jobs/%s/result HTTP/1.1".formatted(held.jobId()))
        .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "worker"))
        .line("Lease-Token: " + held.token());
  }

  private Socket begin(int length, byte[] beginning) {
    return raw().line("Content-Length: " + length).open(beginning);
  }

  private long rows(String tables) {
    return database("select count(*) from " + tables + " where f.job_id = '%s'");
  }

  /** What the first row says, for a query. */
  private long database(String sql) {
    assumeThat(server.database()).as("the database of a server that this run started").isPresent();
    return Sql.run(server.database().orElseThrow(), sql.formatted(held.jobId()));
  }
}
