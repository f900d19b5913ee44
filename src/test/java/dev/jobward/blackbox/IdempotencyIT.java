package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A creation that is sent twice with one key happens once. */
@BlackBox
class IdempotencyIT {

  private static final String REPLAYED = "Idempotent-Replayed";

  @ArquillianResource private Api api;
  private final String key = UUID.randomUUID().toString();
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void answersARepetitionWithTheSameJob() {
    String body = JobBody.idle().json();
    Answer first = post(alice, key, body);
    Answer second = post(alice, key, body);

    assertThat(first).isSuccess(201);
    assertThat(first.has(REPLAYED)).isFalse();
    assertThat(second).isSuccess(201);
    assertThat(second.header(REPLAYED)).hasValue("true");
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.data()).isEqualTo(first.data());
    assertThat(alice.list("limit=10").jobIds()).containsExactly(first.jobId());
  }

  @Test
  void answersARepetitionWithTheJobAsItIsNow() {
    String body = JobBody.echo("{\"n\":1.00}").json();
    String id = post(alice, key, body).jobId();
    alice.await(id, "COMPLETED");

    Answer replayed = post(alice, key, body);

    assertThat(replayed).isSuccess(201);
    assertThat(replayed.jobId()).isEqualTo(id);
    assertThat(replayed.data().path("status").asString()).isEqualTo("COMPLETED");
    assertThat(replayed.literal("data", "result")).isEqualTo("{\"n\":1.00}");
  }

  @Test
  void refusesTheKeyWithOtherBytes() {
    String body = JobBody.of("unserved", "{\"a\":1}").json();
    post(alice, key, body);

    assertThat(post(alice, key, body + " ")).isRefused("IDEMPOTENCY_MISMATCH");
    assertThat(post(alice, key, JobBody.of("unserved", "{\"a\":1.0}").json()))
        .isRefused("IDEMPOTENCY_MISMATCH");
    assertThat(post(alice, key, body).header(REPLAYED)).hasValue("true");
    assertThat(alice.list("limit=10").jobIds()).hasSize(1);
  }

  @Test
  void doesNotRememberAnAnswerThatWasNo201() {
    assertThat(post(alice, key, "{}")).isRefused("INVALID_BODY");
    assertThat(post(alice, key, "[")).isRefused("INVALID_BODY");

    Answer answer = post(alice, key, JobBody.idle().json());

    assertThat(answer).isSuccess(201);
    assertThat(answer.has(REPLAYED)).isFalse();
  }

  @Test
  void keepsTheKeysOfTwoUsersApart() {
    Client bob = api.newUser();
    String body = JobBody.idle().json();

    Answer alices = post(alice, key, body);
    Answer bobs = post(bob, key, body);

    assertThat(bobs).isSuccess(201);
    assertThat(bobs.has(REPLAYED)).isFalse();
    assertThat(bobs.jobId()).isNotEqualTo(alices.jobId());
    assertThat(post(bob, key, JobBody.idle().json())).isRefused("IDEMPOTENCY_MISMATCH");
  }

  @Test
  void tellsKeysApartByEveryCharacter() {
    String body = JobBody.idle().json();
    for (String other : new String[] {"key", "KEY", "key.", "Key", "key,key", "\"key\"", "%6bey"}) {
      Answer answer = post(alice, other, body);
      assertThat(answer).isSuccess(201);
      assertThat(answer.has(REPLAYED)).as(other).isFalse();
    }
    assertThat(alice.list("limit=10").jobIds()).hasSize(7);
  }

  @Test
  void createsAJobEachTimeWithoutAKey() {
    String body = JobBody.idle().json();

    assertThat(alice.post(body).jobId()).isNotEqualTo(alice.post(body).jobId());
  }

  @Test
  void acceptsEveryVisibleCharacterAndTheGreatestLength() {
    StringBuilder visible = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      visible.append(c);
    }
    String longest = "k".repeat(255);

    for (String good : new String[] {visible.toString(), longest, "k"}) {
      String body = JobBody.idle().json();
      assertThat(post(alice, good, body)).isSuccess(201);
      assertThat(post(alice, good, body).header(REPLAYED)).hasValue("true");
    }
    assertThat(post(alice, longest + "k", JobBody.idle().json()))
        .isRefusedFor("INVALID_HEADER", "Idempotency-Key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb"})
  void refusesAMalformedKey(String bad) {
    assertThat(raw("Idempotency-Key: " + bad)).isRefusedFor("INVALID_HEADER", "Idempotency-Key");
  }

  /** Some connectors refuse such a header by themselves. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00e4", "a\u007f", "a\u0001b", "k\u0000"})
  void refusesAKeyThatIsNotVisibleAscii(String bad) {
    Answer answer = raw("Idempotency-Key: " + bad);

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer).hidesTheInsides();
  }

  @Test
  void refusesTwoKeys() {
    assertThat(raw("Idempotency-Key: a\r\nIdempotency-Key: a"))
        .isRefusedFor("INVALID_HEADER", "Idempotency-Key");
  }

  @Test
  void createsOneJobForFiftyEqualRequestsAtOnce() throws Exception {
    int requests = 50;
    String body = JobBody.idle().json();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService senders = Executors.newFixedThreadPool(requests);
    List<Answer> answers = new ArrayList<>();
    try {
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        sent.add(
            senders.submit(
                () -> {
                  start.await();
                  return post(alice, key, body);
                }));
      }
      start.countDown();
      for (Future<Answer> answer : sent) {
        answers.add(answer.get());
      }
    } finally {
      senders.shutdownNow();
    }

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::jobId).containsOnly(answers.get(0).jobId());
    assertThat(answers).filteredOn(answer -> !answer.has(REPLAYED)).hasSize(1);
    assertThat(alice.list("limit=10").jobIds()).hasSize(1);
  }

  private static Answer post(Client caller, String key, String body) {
    return caller.call("POST", "/v1/jobs").header("Idempotency-Key", key).json(body).send();
  }

  private Answer raw(String header) {
    byte[] body = JobBody.idle().json().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new RawCall(api, "POST /v1/jobs HTTP/1.1")
        .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "user"))
        .line("Content-Type: application/json")
        .line("Content-Length: " + body.length)
        .line(header)
        .send(body);
  }
}
