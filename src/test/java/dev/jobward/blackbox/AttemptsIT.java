package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/jobs/{jobId}/attempts}. */
@BlackBox
class AttemptsIT {

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void areNoneBeforeTheFirst() {
    Answer answer = alice.attempts(alice.createIdle());

    assertThat(answer).isSuccess(200);
    assertThat(answer.data().propertyNames()).containsExactly("attempts");
    assertThat(attempts(answer)).isEmpty();
  }

  @Test
  void tellWhoRanTheJobAndWhen() {
    String id = alice.create(JobBody.echo("{}")).path("jobId").asString();
    JsonNode job = alice.await(id, "COMPLETED").data();

    List<JsonNode> attempts = attempts(alice.attempts(id));

    assertThat(attempts).hasSize(1);
    JsonNode attempt = attempts.get(0);
    assertThat(attempt.propertyNames())
        .containsExactlyInAnyOrder(
            "number", "workerId", "startedAt", "endedAt", "outcome", "error");
    assertThat(attempt.path("number").intValue()).isEqualTo(1);
    assertThat(attempt.path("workerId").asString()).isNotBlank();
    assertThat(attempt.path("outcome").asString()).isEqualTo("COMPLETED");
    assertThat(attempt.path("startedAt")).isEqualTo(job.path("startedAt"));
    assertThat(attempt.path("endedAt")).isEqualTo(job.path("finishedAt"));
    assertThat(attempt.path("error").isNull()).isTrue();
  }

  @Test
  void tellOfTheOneThatRuns() {
    HeldJob held = HeldJob.of(alice, api);

    JsonNode attempt = attempts(alice.attempts(held.id())).get(0);

    assertThat(attempt.path("outcome").asString()).isEqualTo("RUNNING");
    assertThat(attempt.path("workerId").asString()).isEqualTo("holder");
    assertThat(attempt.path("startedAt").isNumber()).isTrue();
    assertThat(attempt.path("endedAt").isNull()).isTrue();
    assertThat(attempt.path("error").isNull()).isTrue();
  }

  @Test
  void goOnCountingAfterARetryWhileTheJobBeginsAnew() {
    HeldJob first = HeldJob.of(alice, api);
    String type = alice.job(first.id()).data().path("jobType").asString();
    first.fail("FIRST", true);
    HeldJob second = HeldJob.claim(api, type);
    second.fail("SECOND", false);
    alice.retry(first.id());
    HeldJob third = HeldJob.claim(api, type);
    alice.cancel(first.id());
    third.fail("THIRD", true);
    alice.retry(first.id());
    HeldJob.claim(api, type).complete("1");

    List<JsonNode> attempts = attempts(alice.attempts(first.id()));

    assertThat(attempts)
        .extracting(attempt -> attempt.path("number").intValue())
        .containsExactly(1, 2, 3, 4);
    assertThat(attempts)
        .extracting(attempt -> attempt.path("outcome").asString())
        .containsExactly("FAILED", "FAILED", "CANCELLED", "COMPLETED");
    assertThat(attempts)
        .extracting(attempt -> attempt.at("/error/code").asString(""))
        .containsExactly("FIRST", "SECOND", "THIRD", "");
    assertThat(attempts.get(0).at("/error/message").asString()).isEqualTo("It failed.");
    for (int i = 0; i < attempts.size(); i++) {
      long began = attempts.get(i).path("startedAt").longValue();
      assertThat(attempts.get(i).path("endedAt").longValue()).isGreaterThanOrEqualTo(began);
      assertThat(began)
          .isGreaterThanOrEqualTo(i == 0 ? 0 : attempts.get(i - 1).path("endedAt").longValue());
    }
    assertThat(alice.job(first.id()).data().path("attempts").intValue()).isEqualTo(1);
  }

  @Test
  void areReadWithGetAndHeadAlone() {
    String id = alice.createIdle();

    assertThat(alice.call("HEAD", "/v1/jobs/" + id + "/attempts").send().status()).isEqualTo(200);
    Answer refused = alice.call("POST", "/v1/jobs/" + id + "/attempts").send();
    assertThat(refused).isRefused("METHOD_NOT_ALLOWED");
    assertThat(refused.header("Allow").orElse("")).contains("GET");
  }

  private static List<JsonNode> attempts(Answer answer) {
    return List.copyOf(answer.data().path("attempts").values());
  }
}
