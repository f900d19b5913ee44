package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a worker says of a job while it runs it. */
@BlackBox
class HeartbeatIT {

  private static final String NO_JOB = "0198c0de-0000-7000-8000-000000000000";

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;
  private Leased held;

  @SuppressWarnings("NullAway.Init") // set before each test
  HeartbeatIT() {}

  @BeforeEach
  void runAJob() {
    alice = api.newUser();
    worker = api.newWorker();
    String type = Api.unservedType();
    alice.create(type);
    held = worker.take(type);
  }

  @Test
  void renewsTheLease() {
    Answer answer = worker.heartbeat(held, WorkerBody.of(held).with("leaseSeconds", "100"));

    assertThat(answer).isSuccess(200);
    assertThat(answer.data().propertyNames())
        .containsExactlyInAnyOrder("leaseExpiresAt", "cancelRequested");
    assertThat(answer.data().path("leaseExpiresAt").isIntegralNumber()).isTrue();
    assertThat(leaseSeconds(answer)).isBetween(60L, 140L);
    assertThat(answer.data().path("cancelRequested").isBoolean()).isTrue();
    assertThat(answer.data().path("cancelRequested").booleanValue()).isFalse();
  }

  @Test
  void renewsItFor30SecondsUnlessItIsToldOtherwise() {
    assertThat(leaseSeconds(worker.heartbeat(held))).isBetween(10L, 50L);
    assertThat(
            leaseSeconds(worker.heartbeat(held, WorkerBody.of(held).with("leaseSeconds", "null"))))
        .isBetween(10L, 50L);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 3600})
  void takesALeaseUpToItsBounds(int seconds) {
    assertThat(beat("leaseSeconds", Integer.toString(seconds))).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "3601", "0", "-5", "5.5", "\"30\"", "true", "{}"})
  void refusesALeaseBeyondThem(String seconds) {
    assertThat(beat("leaseSeconds", seconds)).isRefusedFor("INVALID_BODY", "leaseSeconds");
  }

  @Test
  void showsTheOwnerHowFarItHasCome() {
    beat("progress", "{\"percent\":40,\"message\":\"half \u00e9 \\ud83d\\ude00\"}");

    JsonNode job = job();
    assertThat(job.at("/progress/percent").intValue()).isEqualTo(40);
    assertThat(job.at("/progress/message").asString()).isEqualTo("half \u00e9 \ud83d\ude00");
    assertThat(job.path("status").asString()).isEqualTo("RUNNING");
    assertThat(job.path("updatedAt").longValue()).isGreaterThan(job.path("startedAt").longValue());
    beat("progress", "{\"percent\":50}");
    assertThat(job().at("/progress/percent").intValue()).isEqualTo(50);
    assertThat(job().at("/progress/message").isNull()).isTrue();
  }

  @Test
  void keepsTheProgressWithTheResult() {
    beat("progress", "{\"percent\":100,\"message\":\"done\"}");
    worker.complete(held);

    assertThat(job().at("/progress/message").asString()).isEqualTo("done");
  }

  @Test
  void cutsALongMessage() {
    beat("progress", "{\"percent\":1,\"message\":\"" + "x".repeat(100_000) + "\"}");

    assertThat(job().at("/progress/message").asString()).isEqualTo("x".repeat(499) + "…");
  }

  @Test
  void changesNothingThatTheOwnerSeesWithoutNewProgress() {
    beat("progress", "{\"percent\":40,\"message\":\"half\"}");
    JsonNode before = job();

    worker.heartbeat(held);
    beat("progress", "null");
    beat("progress", "{\"message\":\"half\",\"percent\":40}");

    assertThat(job()).isEqualTo(before);
    beat("progress", "{\"percent\":40,\"message\":\"more\"}");
    assertThat(job().path("updatedAt").longValue())
        .isGreaterThan(before.path("updatedAt").longValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"percent\":-1} | progress.percent",
        "{\"percent\":101} | progress.percent",
        "{\"percent\":5.5} | progress.percent",
        "{\"percent\":\"5\"} | progress.percent",
        "{\"percent\":null} | progress.percent",
        "{\"message\":\"x\"} | progress.percent",
        "{\"percent\":5,\"message\":5} | progress.message",
        "{\"percent\":5,\"message\":\"\\u0000\"} | progress.message",
        "{\"percent\":5,\"eta\":1} | progress.eta",
        "50 | progress",
        "[50] | progress"
      })
  void refusesProgressThatIsNone(String progress, String field) {
    assertThat(beat("progress", progress)).isRefusedFor("INVALID_BODY", field);
    assertThat(job().path("progress").isNull()).isTrue();
  }

  @Test
  void tellsOfACancelThatTheOwnerHasAskedFor() {
    alice.cancel(held.jobId());

    Answer answer = worker.heartbeat(held);

    assertThat(answer).isSuccess(200);
    assertThat(answer.data().path("cancelRequested").booleanValue()).isTrue();
    assertThat(job().path("cancelRequested").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000-0000-4000-8000-000000000000",
        "x",
        "\\u00e9",
        "%",
        "' or 1=1 --",
        "\\ud800"
      })
  void refusesATokenThatIsNotTheJobsLatest(String token) {
    Leased other = held.withToken(token);

    assertThat(worker.heartbeat(other)).isRefused("LEASE_LOST");
    assertThat(worker.heartbeat(other.withToken(held.token().toUpperCase(java.util.Locale.ROOT))))
        .isRefused("LEASE_LOST");
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "\"\"", "[]", "{}", "\"a\\u0000\""})
  void refusesATokenThatIsNoText(String json) {
    assertThat(beat("leaseToken", json)).isRefusedFor("INVALID_BODY", "leaseToken");
  }

  @Test
  void namesTheMembersThatAreMissingOrTooMany() {
    assertThat(
            worker.heartbeat(
                held, WorkerBody.of(held).without("leaseToken").with("result", "{\"a\":[]}")))
        .isRefusedFor("INVALID_BODY", "leaseToken", "result");
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_JOB, "no-uuid", "0198C0DE-0000-7000-8000-00000000000A"})
  void findsNoJobThatIsNotThere(String id) {
    Leased nothing = new Leased(id, held.token());

    assertThat(worker.heartbeat(nothing)).isRefused("NOT_FOUND");
    assertThat(worker.complete(nothing)).isRefused("NOT_FOUND");
    assertThat(worker.fail(nothing)).isRefused("NOT_FOUND");
    assertThat(worker.put(nothing, new byte[1])).isRefused("NOT_FOUND");
    assertThat(worker.heartbeat(nothing.withToken("x"))).isRefused("NOT_FOUND");
  }

  private Answer beat(String member, String json) {
    return worker.heartbeat(held, WorkerBody.of(held).with(member, json));
  }

  private JsonNode job() {
    return alice.job(held.jobId()).data();
  }

  private static long leaseSeconds(Answer answer) {
    return (answer.data().path("leaseExpiresAt").longValue() - System.currentTimeMillis()) / 1000;
  }
}
