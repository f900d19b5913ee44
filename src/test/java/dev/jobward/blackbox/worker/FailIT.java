package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How a worker ends an attempt without a result. */
@BlackBox
class FailIT {

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;
  private Leased held;

  @SuppressWarnings("NullAway.Init") // set before each test
  FailIT() {}

  @BeforeEach
  void runAJob() {
    alice = api.newUser();
    worker = api.newWorker();
    alice.create(JobBody.of(type, "{}").with("maxAttempts", "2"));
    held = worker.take(type);
  }

  @Test
  void makesTheJobWaitForItsNextAttempt() {
    Answer answer = worker.fail(held);

    assertThat(answer).isSuccess(200);
    assertThat(answer.jobId()).isEqualTo(held.jobId());
    assertThat(answer.data().path("status").asString()).isEqualTo("PENDING");
    JsonNode job = job();
    assertThat(job.path("status").asString()).isEqualTo("PENDING");
    assertThat(job.at("/error/code").asString()).isEqualTo("BROKEN");
    assertThat(job.at("/error/message").asString()).isEqualTo("It broke.");
    assertThat(job.path("attempts").intValue()).isEqualTo(1);
    assertThat(job.path("finishedAt").isNull()).isTrue();
    // 1 s, and up to a fifth less.
    assertThat(job.path("runAt").longValue() - job.path("updatedAt").longValue())
        .isBetween(750L, 1_010L);
  }

  @Test
  void waitsTwiceAsLongTheSecondTime() {
    String other = Api.unservedType();
    alice.create(JobBody.of(other, "{}").with("maxAttempts", "3"));
    worker.fail(worker.take(other));
    Leased second = worker.takeSoon(other);

    worker.fail(second);

    JsonNode job = alice.job(second.jobId()).data();
    assertThat(job.path("runAt").longValue() - job.path("updatedAt").longValue())
        .isBetween(1_550L, 2_010L);
  }

  @Test
  void endsTheJobWhenItsAttemptsAreUsedUp() {
    worker.fail(held);
    Leased last = worker.takeSoon(type);

    Answer answer = worker.fail(last, WorkerBody.failure(last).with("code", "\"LAST\""));

    assertThat(answer.data().path("status").asString()).isEqualTo("FAILED");
    JsonNode job = job();
    assertThat(job.path("status").asString()).isEqualTo("FAILED");
    assertThat(job.at("/error/code").asString()).isEqualTo("LAST");
    assertThat(job.path("finishedAt")).isEqualTo(job.path("updatedAt"));
    assertThat(job.path("runAt").longValue())
        .isLessThanOrEqualTo(job.path("startedAt").longValue());
    assertThat(alice.attemptsOf(held.jobId()))
        .extracting(attempt -> attempt.at("/error/code").asString())
        .containsExactly("BROKEN", "LAST");
  }

  @Test
  void endsTheJobWhenAnotherAttemptWouldNotHelp() {
    Answer answer = worker.fail(held, WorkerBody.failure(held).with("retryable", "false"));

    assertThat(answer.data().path("status").asString()).isEqualTo("FAILED");
    assertThat(alice.outcomes(held.jobId())).containsExactly("FAILED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "null"})
  void isRetriedUnlessItIsToldOtherwise(String retryable) {
    worker.fail(held, WorkerBody.failure(held).with("retryable", retryable));

    assertThat(job().path("status").asString()).isEqualTo("PENDING");
  }

  @Test
  void countsOnce() {
    worker.fail(held);

    assertThat(worker.fail(held)).isRefused("LEASE_LOST");
    assertThat(worker.complete(held)).isRefused("LEASE_LOST");
    assertThat(worker.heartbeat(held)).isRefused("LEASE_LOST");
  }

  @Test
  void cutsALongMessage() {
    worker.fail(held, WorkerBody.failure(held).with("message", '"' + "x".repeat(100_000) + '"'));

    assertThat(job().at("/error/message").asString()).isEqualTo("x".repeat(1_999) + "…");
  }

  @Test
  void keepsAnEmptyMessageAndEveryLetter() {
    worker.fail(
        held,
        WorkerBody.failure(held)
            .with("code", "\"\u00e9 \\n\"")
            .with("message", "\"\"")
            .with("retryable", "false"));

    assertThat(job().at("/error/code").asString()).isEqualTo("\u00e9 \n");
    assertThat(job().at("/error/message").asString()).isEmpty();
  }

  @Test
  void takesACodeOfAHundredCharactersAndNoMore() {
    assertThat(fail("code", '"' + "C".repeat(101) + '"')).isRefusedFor("INVALID_BODY", "code");
    assertThat(fail("code", '"' + "C".repeat(100) + '"')).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "\"\"", "[]", "\"a\\u0000\""})
  void refusesACodeThatIsNone(String json) {
    assertThat(fail("code", json)).isRefusedFor("INVALID_BODY", "code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "{}", "\"a\\u0000\""})
  void refusesAMessageThatIsNone(String json) {
    assertThat(fail("message", json)).isRefusedFor("INVALID_BODY", "message");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "0", "1", "[]"})
  void refusesWhatIsNeitherTrueNorFalse(String json) {
    assertThat(fail("retryable", json)).isRefusedFor("INVALID_BODY", "retryable");
  }

  @Test
  void namesTheMembersThatAreMissingOrTooMany() {
    assertThat(worker.call(held, "fail").json("{\"result\":1,\"status\":\"FAILED\"}").send())
        .isRefusedFor("INVALID_BODY", "leaseToken", "code", "message", "result", "status");
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }

  private Answer fail(String member, String json) {
    return worker.fail(held, WorkerBody.failure(held).with(member, json));
  }

  private JsonNode job() {
    return alice.job(held.jobId()).data();
  }
}
