package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code DELETE /v1/jobs/{jobId}}. */
@BlackBox
class DeletionIT {

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void answersWithNothing() {
    Answer deleted = alice.delete(cancelledJob());

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.bytes()).isEmpty();
    assertThat(deleted.has("Content-Type")).isFalse();
    assertThat(deleted.has("X-Request-Id")).isTrue();
    assertThat(deleted).hidesTheInsides();
  }

  @Test
  void leavesNothingOfTheJob() {
    String id = alice.create(JobBody.echo("{}")).path("jobId").asString();
    alice.await(id, "COMPLETED");

    assertThat(alice.delete(id).status()).isEqualTo(204);

    assertThat(alice.job(id)).isRefused("NOT_FOUND");
    assertThat(alice.result(id)).isRefused("NOT_FOUND");
    assertThat(alice.attempts(id)).isRefused("NOT_FOUND");
    assertThat(alice.events(id).send()).isRefused("NOT_FOUND");
    assertThat(alice.cancel(id)).isRefused("NOT_FOUND");
    assertThat(alice.retry(id)).isRefused("NOT_FOUND");
    assertThat(alice.delete(id)).isRefused("NOT_FOUND");
    assertThat(alice.listAll("limit=10")).isEmpty();
  }

  @Test
  void removesAFileToo() {
    String id =
        alice.create(JobBody.of("jobs.export", "{\"format\":\"ndjson\"}")).path("jobId").asString();
    alice.await(id, "COMPLETED");
    assertThat(alice.result(id).status()).isEqualTo(200);

    assertThat(alice.delete(id).status()).isEqualTo(204);

    assertThat(alice.result(id)).isRefused("NOT_FOUND");
  }

  @Test
  void refusesAJobThatIsNotFinal() {
    String waiting = alice.createIdle();
    HeldJob running = HeldJob.of(alice, api);

    for (String id : new String[] {waiting, running.id()}) {
      Answer refused = alice.delete(id);
      assertThat(refused).isRefused("CONFLICT");
      assertThat(refused.json().path("message").asString())
          .contains(alice.job(id).data().path("status").asString());
    }
    running.complete("1");
    assertThat(alice.delete(running.id()).status()).isEqualTo(204);
  }

  @Test
  void freesTheIdempotencyKey() {
    String body = JobBody.idle().json();
    String id = post(body).jobId();
    alice.cancel(id);
    alice.delete(id);

    Answer anew = post(body);

    assertThat(anew).isSuccess(201);
    assertThat(anew.has("Idempotent-Replayed")).isFalse();
    assertThat(anew.jobId()).isNotEqualTo(id);
    alice.cancel(anew.jobId());
    alice.delete(anew.jobId());
    assertThat(post(JobBody.idle().json())).isSuccess(201);
  }

  /** None of them needs a body: whatever comes with them says nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "[", "garbage", "{\"reason\":\"x\"}", "\u0000"})
  void ignoresABodyAsCancelAndRetryDo(String body) {
    String id = alice.createIdle();

    for (String type : new String[] {"application/json", "text/plain", "application/xml"}) {
      assertThat(post(id, "cancel", type, body)).isSuccess(200);
      assertThat(post(id, "retry", type, body)).isSuccess(200);
    }
    assertThat(alice.call("POST", "/v1/jobs/" + id + "/cancel").body(body).send()).isSuccess(200);
    assertThat(
            alice
                .call("DELETE", "/v1/jobs/" + id)
                .header("Content-Encoding", "gzip")
                .json(body)
                .send()
                .status())
        .isEqualTo(204);
  }

  private String cancelledJob() {
    String id = alice.createIdle();
    alice.cancel(id);
    return id;
  }

  private Answer post(String id, String call, String type, String body) {
    return alice
        .call("POST", "/v1/jobs/" + id + "/" + call)
        .header("Content-Type", type)
        .body(body)
        .send();
  }

  private Answer post(String body) {
    return alice.call("POST", "/v1/jobs").header("Idempotency-Key", "the-same").json(body).send();
  }
}
