package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch that is sent twice with one key happens once. */
@BlackBox
class BatchIdempotencyIT {

  private static final String REPLAYED = "Idempotent-Replayed";

  @ArquillianResource private Api api;
  private final String key = UUID.randomUUID().toString();
  private final String body = JobBody.batch(Collections.nCopies(3, JobBody.idle()));
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void answersARepetitionWithTheSameJobsInTheSameOrder() {
    Answer first = post(key, body);
    Answer second = post(key, body);

    assertThat(first).isSuccess(201);
    assertThat(first.has(REPLAYED)).isFalse();
    assertThat(second).isSuccess(201);
    assertThat(second.header(REPLAYED)).hasValue("true");
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.data()).isEqualTo(first.data());
    assertThat(alice.listAll("limit=100")).hasSize(3);
  }

  @Test
  void answersARepetitionWithTheJobsAsTheyAreNow() {
    Answer first = post(key, body);
    alice.cancel(first.jobIds().get(1));

    assertThat(post(key, body).jobs())
        .extracting(job -> job.path("status").asString())
        .containsExactly("PENDING", "CANCELLED", "PENDING");
  }

  @Test
  void refusesTheKeyWithOtherBytes() {
    post(key, body);

    assertThat(post(key, body + " ")).isRefused("IDEMPOTENCY_MISMATCH");
    assertThat(
            alice
                .call("POST", "/v1/jobs")
                .header("Idempotency-Key", key)
                .json(JobBody.idle().json())
                .send())
        .isRefused("IDEMPOTENCY_MISMATCH");
    assertThat(alice.listAll("limit=100")).hasSize(3);
  }

  @Test
  void refusesAKeyOfASingleCreation() {
    assertThat(
            alice
                .call("POST", "/v1/jobs")
                .header("Idempotency-Key", key)
                .json(JobBody.idle().json())
                .send())
        .isSuccess(201);

    assertThat(post(key, body)).isRefused("IDEMPOTENCY_MISMATCH");
  }

  @Test
  void namesAMalformedKeyTogetherWithWhatIsWrongWithTheBody() {
    assertThat(post("not a key", "[")).isRefusedFor("INVALID_HEADER", "Idempotency-Key", "body");
    assertThat(post("not a key", JobBody.batch(JobBody.idle().with("priority", "101"))))
        .isRefusedFor("INVALID_HEADER", "Idempotency-Key", "jobs[0].priority");
  }

  @Test
  void doesNotRememberAnAnswerThatWasNo201() {
    assertThat(post(key, JobBody.batch())).isRefused("INVALID_BODY");

    Answer answer = post(key, body);

    assertThat(answer).isSuccess(201);
    assertThat(answer.has(REPLAYED)).isFalse();
  }

  @Test
  void createsOneSetOfJobsForManyEqualRequestsAtOnce() {
    List<CompletableFuture<Answer>> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add(
          alice
              .call("POST", "/v1/jobs/batch")
              .header("Idempotency-Key", key)
              .json(body)
              .sendLater());
    }
    List<Answer> answers = sent.stream().map(CompletableFuture::join).toList();

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::jobIds).containsOnly(answers.get(0).jobIds());
    assertThat(answers).filteredOn(answer -> !answer.has(REPLAYED)).hasSize(1);
    assertThat(alice.listAll("limit=100")).hasSize(3);
  }

  @Test
  void showsThoseAgainThatAreStillThere() {
    List<String> ids = post(key, body).jobIds();
    remove(ids.get(1));

    Answer replayed = post(key, body);

    assertThat(replayed.header(REPLAYED)).hasValue("true");
    assertThat(replayed.jobIds()).containsExactly(ids.get(0), ids.get(2));
    assertThat(post(key, body + " ")).isRefused("IDEMPOTENCY_MISMATCH");
    assertThat(alice.listAll("limit=100")).hasSize(2);
  }

  @Test
  void freesTheKeyWithTheLastOfItsJobs() {
    List<String> ids = post(key, body).jobIds();
    ids.forEach(this::remove);

    Answer anew = post(key, body + " ");

    assertThat(anew).isSuccess(201);
    assertThat(anew.has(REPLAYED)).isFalse();
    assertThat(anew.jobIds()).hasSize(3).doesNotContainAnyElementsOf(ids);
    assertThat(post(key, body + " ").header(REPLAYED)).hasValue("true");
  }

  private void remove(String jobId) {
    alice.cancel(jobId);
    assertThat(alice.delete(jobId).status()).isEqualTo(204);
  }

  private Answer post(String withKey, String text) {
    return alice
        .call("POST", "/v1/jobs/batch")
        .header("Idempotency-Key", withKey)
        .json(text)
        .send();
  }
}
