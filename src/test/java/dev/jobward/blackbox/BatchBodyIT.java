package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Call;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a batch as bytes and as JSON. */
@BlackBox
class BatchBodyIT {

  private static final int MEBIBYTE = 1024 * 1024;
  private static final int LIMIT = 16 * MEBIBYTE;
  private static final String GOOD = JobBody.of("unserved", "{}").json();

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "[%s]",
        "{\"jobs\":[%s]",
        "{\"jobs\":[%s}",
        "{\"jobs\":[%s],}",
        "{\"jobs\":[%s,]}",
        "{\"jobs\":[,%s]}",
        "{\"jobs\":[%s %<s]}",
        "{\"jobs\":[%s]}x",
        "{\"jobs\":[%s]}{}",
        "{\"jobs\":[%s/**/]}",
        "\ufeff{\"jobs\":[%s]}",
        "{\"jobs\":[%s,{\"jobType\":\"u\",\"payload\":{\"a\":NaN}}]}",
        "{\"jobs\":[%s],\"jobs\":[%<s]}",
        "{\"jobs\":[%s,{\"jobType\":\"u\",\"jobType\":\"u\",\"payload\":{}}]}",
        "{\"jobs\":[%s,{\"jobType\":\"u\",\"payload\":{\"a\":1,\"a\":1}}]}"
      })
  void refusesWhatIsNoJsonOrHasANameTwice(String body) {
    assertThat(alice.postBatch(body.formatted(GOOD))).isRefusedFor("INVALID_BODY", "body");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] body =
        "{\"jobs\":[{\"jobType\":\"u\",\"payload\":{\"a\":\"\u00e4\"}}]}"
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(post().body(body).send()).isRefusedFor("INVALID_BODY", "body");
  }

  /** Each creation's own object is the first level, as if it came alone. */
  @Test
  void acceptsAHundredLevelsOfEachCreationAndNoMore() {
    String deepest = "{\"a\":" + "[".repeat(98) + "]".repeat(98) + "}";
    String tooDeep = "{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}";

    assertThat(
            alice.postBatch(
                JobBody.batch(JobBody.of("unserved", "{}"), JobBody.of("unserved", deepest))))
        .isSuccess(201);
    assertThat(
            alice.postBatch(
                JobBody.batch(JobBody.of("unserved", "{}"), JobBody.of("unserved", tooDeep))))
        .isRefusedFor("INVALID_BODY", "body");
    assertThat(alice.postBatch("{\"jobs\":" + "[".repeat(100_000))).isRefused("INVALID_BODY");
    assertThat(alice.list("limit=100").jobIds()).hasSize(2);
  }

  @Test
  void acceptsAMebibyteForEachCreation() {
    assertThat(post().body(batchOf(MEBIBYTE, MEBIBYTE, 100)).send()).isSuccess(201);
  }

  @Test
  void refusesAByteMoreForAnyCreation() {
    assertThat(post().body(batchOf(100, MEBIBYTE + 1, 100)).send()).isRefused("PAYLOAD_TOO_LARGE");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @Test
  void countsBytesAndNotCharacters() {
    String payload = "{\"a\":\"" + "\u00e4".repeat(600_000) + "\"}";

    assertThat(alice.postBatch(JobBody.batch(JobBody.of("unserved", payload))))
        .isRefused("PAYLOAD_TOO_LARGE");
  }

  @Test
  void looksAtTheLengthOfACreationBeforeWhatElseIsWrong() {
    String small = JobBody.idle().with("priority", "1000").json();
    String large = creationOf(MEBIBYTE + 1);

    assertThat(
            post()
                .header("Idempotency-Key", "not a key")
                .body("{\"jobs\":[" + small + "," + large + "]}")
                .send())
        .isRefused("PAYLOAD_TOO_LARGE");
  }

  @Test
  void acceptsSixteenMebibytesAndKeepsThem() {
    byte[] body = largestBatch();
    assertThat(body).hasSize(LIMIT);

    var created = post().body(body).send();

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.jobIds()).hasSize(17).isSorted();
    assertThat(created.text().length()).isGreaterThan(LIMIT);
  }

  @Test
  void refusesAByteMoreWithALengthOrInChunks() {
    byte[] body = new byte[LIMIT + 1];

    assertThat(post().body(body).send()).isRefused("PAYLOAD_TOO_LARGE");
    assertThat(post().chunked(body).send()).isRefused("PAYLOAD_TOO_LARGE");
  }

  @Test
  void refusesALengthThatIsTooMuchWithoutWaitingForTheBody() {
    for (String length : new String[] {Integer.toString(LIMIT + 1), "10000000000"}) {
      assertThat(rawPost().line("Content-Length: " + length).send()).isRefused("PAYLOAD_TOO_LARGE");
    }
  }

  @Test
  void refusesEndlessChunksWithoutWaitingForTheirEnd() {
    String chunk = "100000\r\n" + " ".repeat(MEBIBYTE) + "\r\n";

    assertThat(
            rawPost()
                .line("Transfer-Encoding: chunked")
                .send(chunk.repeat(18).getBytes(StandardCharsets.US_ASCII)))
        .isRefused("PAYLOAD_TOO_LARGE");
  }

  /** An answer is not many times as large as what it is about. */
  @Test
  void namesTheFirstTenThousandFaultsAlone() {
    String faulty =
        IntStream.range(0, 900).mapToObj("\"%d\":1"::formatted).reduce((a, b) -> a + "," + b).get();
    List<String> creations = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      creations.add("{\"jobType\":\"unserved\",\"payload\":{}," + faulty + "}");
    }

    var refused = alice.postBatch("{\"jobs\":[" + String.join(",", creations) + "]}");

    assertThat(refused).isRefused("INVALID_BODY");
    assertThat(refused.faultyFields()).hasSize(10_000).startsWith("jobs[0].0");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/json; charset=iso-8859-1", "application/x-ndjson"})
  void refusesABodyOfAnotherType(String type) {
    assertThat(
            alice
                .call("POST", "/v1/jobs/batch")
                .header("Content-Type", type)
                .body(JobBody.batch(JobBody.idle()))
                .send())
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void refusesABodyWithoutATypeOrWithAnEncoding() {
    String body = JobBody.batch(JobBody.idle());

    assertThat(alice.call("POST", "/v1/jobs/batch").body(body).send())
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
    assertThat(post().header("Content-Encoding", "gzip").body(body).send())
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void refusesToAnswerInAnythingButJson() {
    assertThat(post().header("Accept", "text/html").body(JobBody.batch(JobBody.idle())).send())
        .isRefused("NOT_ACCEPTABLE");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  private Call post() {
    return alice.call("POST", "/v1/jobs/batch").header("Content-Type", "application/json");
  }

  private RawCall rawPost() {
    return new RawCall(api, "POST /v1/jobs/batch HTTP/1.1")
        .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "user"))
        .line("Content-Type: application/json");
  }

  private static byte[] batchOf(int... lengths) {
    List<String> creations = new ArrayList<>();
    for (int length : lengths) {
      creations.add(creationOf(length));
    }
    return ("{\"jobs\":[" + String.join(",", creations) + "]}").getBytes(StandardCharsets.US_ASCII);
  }

  /** Fifteen creations that are as large as can be, and two that share the rest. */
  private static byte[] largestBatch() {
    int[] lengths = new int[17];
    java.util.Arrays.fill(lengths, 0, 15, MEBIBYTE);
    lengths[15] = MEBIBYTE / 2;
    lengths[16] = 100;
    lengths[16] += LIMIT - batchOf(lengths).length;
    return batchOf(lengths);
  }

  /** A creation of exactly this many bytes. */
  private static String creationOf(int length) {
    String empty = JobBody.of("unserved", "{\"a\":\"\"}").json();
    return JobBody.of("unserved", "{\"a\":\"" + "x".repeat(length - empty.length()) + "\"}").json();
  }
}
