package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What each of the programs of the workers' page does, as its users' jobs show. */
abstract class WorkerProgramContract {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Of one class after the other; whoever ends it leaves it to the next test to start another. */
  private static Optional<RunningWorker> running = Optional.empty();

  private final WorkerProgram program;
  @ArquillianResource private Api api;
  private Client alice;

  @SuppressWarnings("NullAway.Init") // set before each test
  WorkerProgramContract(WorkerProgram program) {
    this.program = program;
  }

  @BeforeEach
  void startIt() throws IOException {
    assumeTrue(program.isRunnable(), () -> "nothing on this machine runs " + program.file());
    alice = api.newUser();
    if (running.filter(RunningWorker::isAlive).isEmpty()) {
      running = Optional.of(started("worker"));
    }
  }

  @AfterAll
  static void endIt() {
    running.ifPresent(RunningWorker::close);
    running = Optional.empty();
  }

  @Test
  void returnsJson() {
    Answer done = alice.await(count("{\"to\":3}"), "COMPLETED");

    assertThat(done.data().path("resultType").asString()).isEqualTo("JSON");
    assertThat(done.literal("data", "result").replace(" ", "")).isEqualTo("{\"counted\":3}");
  }

  @Test
  void returnsText() {
    String id = greet("{\"name\":\"Zo\u00eb \\\"\\\\\\u0000\\n\\ud83d\\ude00\"}");

    Answer done = alice.await(id, "COMPLETED");

    assertThat(done.data().path("resultType").asString()).isEqualTo("TEXT");
    assertThat(alice.result(id).text()).isEqualTo("Good morning, Zo\u00eb \"\\\0\n\ud83d\ude00");
  }

  /** Of more than one MiB, so that it is stored in pieces. */
  @Test
  void uploadsAFile() {
    String id = create("example.table", "{\"rows\":70000}");

    alice.await(id, "COMPLETED");
    Answer file = alice.result(id);

    assertThat(file.text())
        .hasSizeGreaterThan(1 << 20)
        .isEqualTo(
            LongStream.rangeClosed(1, 70_000)
                .mapToObj(n -> n + "," + n * n + "\n")
                .collect(Collectors.joining()));
    assertThat(file.header("Content-Type")).hasValue("text/csv");
    assertThat(file.header("Content-Disposition").orElse("")).contains("squares.csv");
  }

  @Test
  void tellsItsProgressAndStopsAJobThatIsCancelled() {
    String id = count("{\"to\":1000}");
    await().atMost(PATIENCE).until(() -> alice.job(id).data().at("/progress/percent").asInt(0) > 0);
    assertThat(alice.job(id).data().at("/progress/message").asString()).endsWith(" of 1000");

    assertThat(alice.call("POST", "/v1/jobs/" + id + "/cancel").send()).isSuccess(200);

    assertThat(alice.await(id, "CANCELLED").data().path("cancelRequested").asBoolean()).isTrue();
    assertThat(outcomes(id)).containsExactly("CANCELLED");
  }

  @Test
  void triesAgainAfterAFailure() {
    Answer done = alice.await(count("{\"to\":1,\"worksAtAttempt\":2}"), "COMPLETED");

    assertThat(done.data().path("attempts").intValue()).isEqualTo(2);
    assertThat(outcomes(done.jobId())).containsExactly("FAILED", "COMPLETED");
    assertThat(attempts(done.jobId()).toString()).contains("NOT_READY");
  }

  @Test
  void failsForGoodWhereNoRepetitionHelps() {
    Answer failed = alice.await(greet("{}"), "FAILED");

    assertThat(failed.data().path("attempts").intValue()).isEqualTo(1);
    assertThat(failed.data().at("/error/code").asString()).isEqualTo("NAME_MISSING");
    assertThat(failed.data().at("/error/message").asString()).isEqualTo("payload.name is missing.");
  }

  @Test
  void keepsItsOwnFaultsToItself() {
    Answer failed = alice.await(create("example.greet", "{\"name\":5}", 1), "FAILED");

    assertThat(failed.data().path("error").toString())
        .isEqualTo("{\"code\":\"WORKER_ERROR\",\"message\":\"The worker failed.\"}");
  }

  @Test
  void dropsAJobThatAnotherWorkerHasAndGoesOn() {
    String id = count("{\"to\":1000}");
    alice.await(id, "RUNNING");
    worker().signal("STOP");
    try {
      completeElsewhere(id);
    } finally {
      worker().signal("CONT");
    }

    alice.await(greet("{\"name\":\"Bob\"}"), "COMPLETED");

    assertThat(alice.result(id).text()).isEqualTo("done elsewhere");
    assertThat(outcomes(id)).containsExactly("LEASE_LOST", "COMPLETED");
    assertThat(worker().printed()).contains(id + " 409 The lease on this job is lost");
  }

  @Test
  void letsItsJobEndWhenItIsTerminated() {
    String id = count("{\"to\":10}");
    alice.await(id, "RUNNING");

    worker().signal("TERM");

    assertThat(worker().exitCode()).as(worker().printed()).isZero();
    assertThat(alice.job(id).data().path("status").asString()).isEqualTo("COMPLETED");
    assertThat(outcomes(id)).containsExactly("COMPLETED");
  }

  @Test
  void givesUpItsJobWhenItIsTerminatedAndTheGraceIsOver() {
    String id = count("{\"to\":1000}");
    alice.await(id, "RUNNING");

    worker().signal("TERM");

    assertThat(worker().exitCode()).as(worker().printed()).isZero();
    JsonNode job = alice.job(id).data();
    assertThat(job.path("status").asString()).isEqualTo("PENDING");
    assertThat(job.at("/error/code").asString()).isEqualTo("WORKER_STOPPED");
    assertThat(alice.call("POST", "/v1/jobs/" + id + "/cancel").send()).isSuccess(200);
  }

  @Test
  void endsWithASentenceWhenItsTokenLacksTheRole() throws IOException {
    try (RunningWorker refused = started("user")) {
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.printed())
          .contains("The token was refused: The token does not have the role");
    }
  }

  private RunningWorker started(String role) throws IOException {
    Path token = Files.createTempFile(RunningWorker.folder(), "token-", ".txt");
    Files.writeString(token, api.tokens().token("worker-" + UUID.randomUUID(), role));
    return RunningWorker.start(
        program, api.baseUri(), "cat " + token, Map.of("GRACE_SECONDS", "2"));
  }

  private static RunningWorker worker() {
    return running.orElseThrow();
  }

  /** Waits for the lease to run out, and runs the job as another worker. */
  private void completeElsewhere(String id) {
    Client other = api.client("other-worker", "worker");
    JsonNode claimed =
        other
            .call("POST", "/v1/worker/claim")
            .json("{\"workerId\":\"other\",\"jobTypes\":[\"example.count\"],\"waitSeconds\":20}")
            .send()
            .jobs()
            .get(0);
    assertThat(claimed.path("jobId").asString()).isEqualTo(id);
    Answer completed =
        other
            .call("POST", "/v1/worker/jobs/" + id + "/complete")
            .json(
                "{\"leaseToken\":%s,\"resultType\":\"TEXT\",\"result\":\"done elsewhere\"}"
                    .formatted(claimed.path("leaseToken")))
            .send();
    assertThat(completed).isSuccess(200);
  }

  private String count(String payload) {
    return create("example.count", payload);
  }

  private String greet(String payload) {
    return create("example.greet", payload);
  }

  private String create(String type, String payload) {
    return create(type, payload, 3);
  }

  private String create(String type, String payload, int maxAttempts) {
    JobBody body = JobBody.of(type, payload).with("maxAttempts", Integer.toString(maxAttempts));
    return alice.create(body).path("jobId").asString();
  }

  private List<JsonNode> attempts(String id) {
    Answer answer = alice.get("/v1/jobs/" + id + "/attempts");
    return List.copyOf(answer.data().path("attempts").values());
  }

  /**
   * Without what was given to a worker that had just ended, of the test before for example, and was
   * taken back.
   */
  private List<String> outcomes(String id) {
    return attempts(id).stream()
        .map(attempt -> attempt.path("outcome").asString())
        .filter(outcome -> !outcome.equals("HANDED_BACK"))
        .toList();
  }
}
