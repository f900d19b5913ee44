package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How a worker ends a job with its result. */
@BlackBox
class CompleteIT {

  private static final int LIMIT = 1024 * 1024;

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;
  private Leased held;

  @SuppressWarnings("NullAway.Init") // set before each test
  CompleteIT() {}

  @BeforeEach
  void runAJob() {
    alice = api.newUser();
    worker = api.newWorker();
    alice.create(type);
    held = worker.take(type);
  }

  @Test
  void endsTheJobWithoutAResult() {
    Answer answer = worker.complete(held);

    assertThat(answer).isSuccess(200);
    JsonNode job = alice.job(held.jobId()).data();
    assertThat(job.path("status").asString()).isEqualTo("COMPLETED");
    assertThat(job.path("resultType").asString()).isEqualTo("NONE");
    assertThat(job.path("result").isNull()).isTrue();
    assertThat(job.path("error").isNull()).isTrue();
    assertThat(job.path("finishedAt")).isEqualTo(job.path("updatedAt"));
    assertThat(alice.result(held.jobId())).isRefused("NOT_FOUND");
    assertThat(alice.outcomes(held.jobId())).containsExactly("COMPLETED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"resultType\":\"NONE\"",
        "\"resultType\":\"NONE\",\"result\":null",
        "\"result\":null,\"resultType\":null",
        "\"result\":null"
      })
  void takesEveryWayToSayThatThereIsNone(String members) {
    assertThat(send("{" + token() + "," + members + "}")).isSuccess(200);
    assertThat(alice.job(held.jobId()).data().path("resultType").asString()).isEqualTo("NONE");
  }

  static List<String> values() {
    return List.of(
        "null",
        "true",
        "1.00",
        "-0",
        "1e400",
        "-1E+999999999",
        "9".repeat(2_000),
        "0." + "1".repeat(2_000),
        "9007199254740993",
        "\"\"",
        "\"\\u0000\\ud800\\uDC00\\ud800x\u00e9\\/\\n\"",
        "[]",
        "{}",
        "{\"b\":1.00,\"a\": [ 1 ,\t2 ]}",
        "{\"\":{\"\":null}}",
        "{\"long\":\"" + "x".repeat(500_000) + "\"}");
  }

  @ParameterizedTest
  @MethodSource("values")
  void keepsAJsonValueAsItWasSent(String value) {
    assertThat(worker.complete(held, WorkerBody.json(held, value))).isSuccess(200);

    Answer job = alice.job(held.jobId());
    assertThat(job.data().path("resultType").asString()).isEqualTo("JSON");
    assertThat(job.literal("data", "result")).isEqualTo(value);
    assertThat(alice.result(held.jobId()).text()).isEqualTo(value);
  }

  @Test
  void keepsEveryCharacterOfAText() {
    WorkerBody text =
        WorkerBody.of(held)
            .with("resultType", "\"TEXT\"")
            .with("result", "\"\\u0000\\t\\\"\\\\\\/\u00e9\ud83d\ude00\\ud83d\\ude00\\ud800\"");

    assertThat(worker.complete(held, text)).isSuccess(200);

    JsonNode job = alice.job(held.jobId()).data();
    assertThat(job.path("resultType").asString()).isEqualTo("TEXT");
    assertThat(job.path("result").asString())
        .isEqualTo("\0\t\"\\/\u00e9\ud83d\ude00\ud83d\ude00\ud800");
    assertThat(worker.complete(held, text)).isSuccess(200);
  }

  @Test
  void takesTheMembersInAnyOrder() {
    assertThat(send("{\"result\":{\"a\":1.0},\"resultType\":\"JSON\"," + token() + "}"))
        .isSuccess(200);
    assertThat(alice.job(held.jobId()).literal("data", "result")).isEqualTo("{\"a\":1.0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"resultType\":\"JSON\"",
        "\"resultType\":\"TEXT\"",
        "\"resultType\":\"TEXT\",\"result\":null",
        "\"resultType\":\"TEXT\",\"result\":5",
        "\"result\":[\"x\"],\"resultType\":\"TEXT\"",
        "\"result\":\"x\"",
        "\"resultType\":\"NONE\",\"result\":\"x\"",
        "\"result\":{},\"resultType\":null"
      })
  void refusesAResultThatDoesNotFitItsType(String members) {
    assertThat(send("{" + token() + "," + members + "}")).isRefusedFor("INVALID_BODY", "result");
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"json\"", "\"\"", "\"XML\"", "5", "[]", "true"})
  void refusesATypeThatIsNone(String resultType) {
    assertThat(worker.complete(held, WorkerBody.of(held).with("resultType", resultType)))
        .isRefusedFor("INVALID_BODY", "resultType");
  }

  @Test
  void saysHowAFileIsSent() {
    Answer answer = worker.complete(held, WorkerBody.of(held).with("resultType", "\"FILE\""));

    assertThat(answer).isRefusedFor("INVALID_BODY", "resultType");
    assertThat(answer.text()).contains("PUT");
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThat(send("{\"resultType\":\"JSON\",\"progress\":{},\"code\":1}"))
        .isRefusedFor("INVALID_BODY", "leaseToken", "result", "progress", "code");
  }

  @Test
  void takesTheSameTwiceAndNothingElse() {
    WorkerBody json = WorkerBody.json(held, "{\"a\":1.0}");
    worker.complete(held, json);
    JsonNode before = alice.job(held.jobId()).data();

    assertThat(worker.complete(held, json)).isSuccess(200);
    for (String other : new String[] {"{\"a\":1.00}", "{\"a\": 1.0}", "null"}) {
      assertThat(worker.complete(held, WorkerBody.json(held, other))).isRefused("LEASE_LOST");
    }
    assertThat(worker.complete(held)).isRefused("LEASE_LOST");
    Leased stranger = held.withToken("00000000-0000-4000-8000-000000000000");
    assertThat(worker.complete(stranger, WorkerBody.json(stranger, "{\"a\":1.0}")))
        .isRefused("LEASE_LOST");
    assertThat(worker.fail(held)).isRefused("LEASE_LOST");
    assertThat(worker.put(held, new byte[1])).isRefused("LEASE_LOST");
    assertThat(alice.job(held.jobId()).data()).isEqualTo(before);
  }

  @Test
  void takesNothingTwiceToo() {
    worker.complete(held);

    assertThat(worker.complete(held)).isSuccess(200);
    assertThat(worker.complete(held, WorkerBody.json(held, "null"))).isRefused("LEASE_LOST");
  }

  @Test
  void forgetsAWordOnceTheJobIsGone() {
    worker.complete(held);
    alice.call("DELETE", "/v1/jobs/" + held.jobId()).send();

    assertThat(worker.complete(held)).isRefused("NOT_FOUND");
    assertThat(worker.heartbeat(held)).isRefused("NOT_FOUND");
  }

  @Test
  void takesOneMebibyteAndNoMore() {
    String start = "{" + token() + ",\"resultType\":\"TEXT\",\"result\":\"";
    String tooMuch = start + "x".repeat(LIMIT - start.length() - 1) + "\"}";
    String most = start + "x".repeat(LIMIT - start.length() - 2) + "\"}";

    assertThat(send(tooMuch)).isRefused("PAYLOAD_TOO_LARGE");
    assertThat(
            worker
                .call(held, "complete")
                .header("Content-Type", "application/json")
                .chunked(tooMuch.getBytes(StandardCharsets.UTF_8))
                .send())
        .isRefused("PAYLOAD_TOO_LARGE");
    assertThat(send(most)).isSuccess(200);
  }

  /** The body is the first level. */
  @Test
  void takesAHundredLevelsAndNoMore() {
    assertThat(worker.complete(held, WorkerBody.json(held, "[".repeat(100) + "]".repeat(100))))
        .isRefused("INVALID_BODY");
    assertThat(worker.complete(held, WorkerBody.json(held, "[".repeat(99) + "]".repeat(99))))
        .isSuccess(200);
  }

  private String token() {
    return "\"leaseToken\":\"" + held.token() + "\"";
  }

  private Answer send(String body) {
    return worker.call(held, "complete").json(body).send();
  }
}
