package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.stream.Stream;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends comes back as it was sent, also after the database and a handler had it. */
@BlackBox
class PayloadIT {

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  static Stream<String> payloads() {
    return Stream.of(
        "{}",
        "{\"z\":1,\"a\":2,\"m\":{\"y\":1,\"b\":2},\"10\":0,\"9\":0}",
        "{\"n\":[1.00,1e400,-1e-400,1E+2,-0,-0.0,0.10,9007199254740993,1e131071]}",
        "{\"digits\":" + "1234567890".repeat(200) + "}",
        "{\"fraction\":0." + "1234567890".repeat(200) + "}",
        "{\"exponent\":1e999999999,\"other\":-1E-999999999}",
        "{\"zero\":\"\\u0000\",\"\\u0000\":\"a\\u0000b\"}",
        "{\"emoji\":\"\ud83d\ude00\",\"escaped\":\"\\ud83d\\ude00\",\"\ud83d\ude00\":1}",
        "{\"lone\":[\"\\ud800\",\"\\udc00\",\"\\udc00\\ud800\",\"a\\uD83Db\"],\"\\ud800\":1}",
        "{\"\":{\"\":[{\"\":null}]}}",
        "{\"escapes\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u00E9\\u2028\"}",
        "{\"raw\":\"\u007f\u0080\u00a0\u00e9\u2028\u2029\ufeff\ufffe\uffff\ud83f\udfff\"}",
        "{\"composed\":\"\u00e9\",\"decomposed\":\"e\u0301\",\"rtl\":\"\u202e\u05d0\"}",
        "{\"html\":\"<script>alert('x')</script>&amp;</pre>\",\"sql\":\"'; drop table job; --\"}",
        "{\"looks\":{\"jobId\":\"x\",\"status\":\"FAILED\",\"payload\":{},\"result\":null}}",
        "{\"long\":\"" + "x".repeat(300_000) + "\"}",
        "{\"name " + "y".repeat(60_000) + "\":1}",
        "{\"many\":[" + "1,".repeat(50_000) + "1]}",
        "{ \"spaces\" :\t[ 1 ,\r\n 2 ] , \"end\" : { } }");
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void comesBackUnchangedAsPayloadAndAsResult(String payload) {
    Answer created = alice.post(JobBody.echo(payload).json());
    assertThat(created).isSuccess(201);
    assertThat(created.literal("data", "payload")).isEqualTo(payload);

    Answer done = alice.await(created.jobId(), "COMPLETED");
    assertThat(done.literal("data", "payload")).isEqualTo(payload);
    assertThat(done.literal("data", "result")).isEqualTo(payload);
    assertThat(alice.result(created.jobId()).text()).isEqualTo(payload);
  }

  @Test
  @Timeout(10)
  void costsNoMoreThanItsLengthHoweverBigItsNumbersAre() {
    String numbers = "1e999999999,".repeat(50_000) + "9".repeat(300_000);

    String id = alice.create(JobBody.echo("{\"n\":[" + numbers + "]}")).path("jobId").asString();

    assertThat(alice.await(id, "COMPLETED").literal("data", "result").length())
        .isEqualTo(numbers.length() + 8);
  }

  @Test
  void keepsManyPayloadsApart() {
    for (int i = 0; i < 20; i++) {
      String payload = "{\"i\":" + i + ".0}";
      String id = alice.create(JobBody.echo(payload)).path("jobId").asString();
      assertThat(alice.job(id).literal("data", "payload")).isEqualTo(payload);
    }
  }
}
