package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Call;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a creation as bytes and as JSON. */
@BlackBox
class BodyIT {

  private static final int LIMIT = 1024 * 1024;
  private static final String GOOD = "{\"jobType\":\"unserved\",\"payload\":{}}";

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @AfterEach
  void createdNothingThatWasRefused() {
    // Every accepted body here says so in its job type.
    for (var job : alice.list("limit=100").jobs()) {
      assertThat(job.path("jobType").asString()).startsWith("accepted");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        "null",
        "true",
        "5",
        "\"text\"",
        "[]",
        "[{}]",
        "{",
        "}",
        "{]",
        "{,}",
        GOOD + "x",
        GOOD + " {}",
        GOOD + GOOD,
        GOOD + ",",
        GOOD + "]",
        GOOD + "//",
        GOOD + "\u0000",
        "\u0000" + GOOD,
        "/**/" + GOOD,
        "//\n" + GOOD,
        "#\n" + GOOD,
        "\u00a0" + GOOD,
        "{\"jobType\":\"unserved\",\"payload\":{},}",
        "{\"jobType\":\"unserved\",,\"payload\":{}}",
        "{\"jobType\":\"unserved\" \"payload\":{}}",
        "{\"jobType\"=\"unserved\",\"payload\":{}}",
        "{jobType:\"unserved\",\"payload\":{}}",
        "{'jobType':'unserved','payload':{}}",
        "{\"jobType\":\"unserved\",\"payload\":{}",
        "{\"jobType\":\"unserved\",\"payload\":{/* c */}}"
      })
  void refusesWhatIsNotOneJsonObject(String body) {
    assertThat(alice.post(body)).isRefused("INVALID_BODY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "Infinity",
        "-Infinity",
        "-NaN",
        "+1",
        "01",
        "-01",
        ".5",
        "1.",
        "-",
        "0x10",
        "1e",
        "1e+",
        "1_000",
        "1f",
        "\u0661",
        "TRUE",
        "None",
        "undefined",
        "'a'",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u{41}\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "\"a",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"b\":1,}",
        "{1:2}",
        "{null:1}",
        "{\"b\"}",
        "{\"b\":}",
        "//\n1",
        "/**/1"
      })
  void refusesAPayloadWithAValueThatIsNoJson(String value) {
    assertThat(alice.post(JobBody.of("unserved", "{\"a\":" + value + "}").json()))
        .isRefused("INVALID_BODY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jobType\":\"unserved\",\"jobType\":\"unserved\",\"payload\":{}}",
        "{\"jobType\":\"unserved\",\"payload\":{},\"payload\":{}}",
        "{\"jobType\":\"unserved\",\"payload\":{},\"priority\":1,\"priority\":1}",
        "{\"jobType\":\"unserved\",\"payload\":{\"a\":1,\"a\":1}}",
        "{\"jobType\":\"unserved\",\"payload\":{\"a\":1,\"b\":2,\"\\u0061\":1}}",
        "{\"jobType\":\"unserved\",\"payload\":{\"\":1,\"\":1}}",
        "{\"jobType\":\"unserved\",\"payload\":{\"x\":[[{\"a\":1,\"a\":1}]]}}",
        "{\"jobType\":\"unserved\",\"payload\":{\"\\u0000\":1,\"\\u0000\":1}}",
        "{\"jobType\":\"unserved\",\"payload\":{\"\\ud83d\\ude00\":1,\"\ud83d\ude00\":1}}",
        "{\"jobType\":\"unserved\",\"payload\":{},\"other\":{\"a\":1,\"a\":1}}"
      })
  void refusesANameTwiceInOneObject(String body) {
    assertThat(alice.post(body)).isRefused("INVALID_BODY");
  }

  @Test
  void acceptsANameAgainInAnotherObject() {
    alice.create(JobBody.of("accepted", "{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]},\"payload\":1}"));
  }

  /** Byte order marks and other encodings, overlong forms, surrogates, and sequences cut short. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "c080",
        "c1bf",
        "e08080",
        "eda080",
        "edb080",
        "f4908080",
        "f5808080",
        "80",
        "c3",
        "e282",
        "f09f98",
        "fe"
      })
  void refusesWhatIsNotUtf8(String hex) {
    String text = "{\"jobType\":\"unserved\",\"payload\":{\"a\":\"%s\"}}";
    Charset latin1 = StandardCharsets.ISO_8859_1;
    String bytes = new String(HexFormat.of().parseHex(hex), latin1);

    assertThat(post().body(text.formatted(bytes).getBytes(latin1)).send())
        .isRefused("INVALID_BODY");
  }

  @Test
  void refusesAByteOrderMarkAndOtherEncodings() {
    assertThat(alice.post("\ufeff" + GOOD)).isRefused("INVALID_BODY");
    assertThat(post().body(GOOD.getBytes(StandardCharsets.UTF_16)).send())
        .isRefused("INVALID_BODY");
    assertThat(post().body(GOOD.getBytes(StandardCharsets.UTF_16LE)).send())
        .isRefused("INVALID_BODY");
    assertThat(post().body(GOOD.getBytes(Charset.forName("UTF-32BE"))).send())
        .isRefused("INVALID_BODY");
  }

  /** The body is the first level, the payload the second. */
  @Test
  void acceptsAHundredLevelsAndNoMore() {
    String deepest = "{\"a\":" + "[".repeat(98) + "]".repeat(98) + "}";
    String tooDeep = "{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}";

    assertThat(alice.post(JobBody.of("accepted", deepest).json())).isSuccess(201);
    assertThat(alice.post(JobBody.of("unserved", tooDeep).json())).isRefused("INVALID_BODY");
    assertThat(
            alice.post(JobBody.of("unserved", "{\"a\":".repeat(99) + "{}" + "}".repeat(99)).json()))
        .isRefused("INVALID_BODY");
    assertThat(alice.post("[".repeat(100_000))).isRefused("INVALID_BODY");
    assertThat(alice.post("{\"a\":".repeat(100_000))).isRefused("INVALID_BODY");
  }

  @Test
  void acceptsOneMebibyteWithALength() {
    assertThat(post().body(bodyOf("accepted", LIMIT)).send()).isSuccess(201);
  }

  @Test
  void acceptsOneMebibyteInChunks() {
    assertThat(post().chunked(bodyOf("accepted", LIMIT)).send()).isSuccess(201);
  }

  @Test
  void refusesOneByteMoreWithALength() {
    assertThat(post().body(bodyOf("unserved", LIMIT + 1)).send()).isRefused("PAYLOAD_TOO_LARGE");
  }

  @Test
  void refusesOneByteMoreInChunks() {
    assertThat(post().chunked(bodyOf("unserved", LIMIT + 1)).send()).isRefused("PAYLOAD_TOO_LARGE");
  }

  @Test
  void refusesALengthThatIsTooMuchWithoutWaitingForTheBody() {
    for (String length : new String[] {"1048577", "10000000000"}) {
      assertThat(rawPost().line("Content-Length: " + length).send()).isRefused("PAYLOAD_TOO_LARGE");
    }
  }

  @Test
  void refusesEndlessChunksWithoutWaitingForTheirEnd() {
    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
    byte[] chunks = chunk.repeat(20).getBytes(StandardCharsets.US_ASCII);

    assertThat(rawPost().line("Transfer-Encoding: chunked").send(chunks))
        .isRefused("PAYLOAD_TOO_LARGE");
  }

  private Call post() {
    return alice.call("POST", "/v1/jobs").header("Content-Type", "application/json");
  }

  private RawCall rawPost() {
    return new RawCall(api, "POST /v1/jobs HTTP/1.1")
        .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "user"))
        .line("Content-Type: application/json");
  }

  /** A creation of exactly this many bytes. */
  private static byte[] bodyOf(String type, int length) {
    String empty = JobBody.of(type, "{\"a\":\"\"}").json();
    String filler = "x".repeat(length - empty.length());
    byte[] body =
        JobBody.of(type, "{\"a\":\"" + filler + "\"}").json().getBytes(StandardCharsets.US_ASCII);
    assertThat(body).hasSize(length);
    return body;
  }
}
