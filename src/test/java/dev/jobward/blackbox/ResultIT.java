package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Call;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bare result over HTTP: whole, in parts, or not again. Files: {@link ResultFileIT}. */
@BlackBox
class ResultIT {

  private static final String PAYLOAD = "{\"a\":\"0123456789\"}";
  private static final int SIZE = PAYLOAD.length();

  @ArquillianResource private Api api;
  private String subject = "";
  private Client alice;
  private String job = "";

  @BeforeEach
  void giveAliceAResult() {
    subject = Api.newSubject();
    alice = api.client(subject, "user");
    job = alice.create(JobBody.echo(PAYLOAD)).path("jobId").asString();
    alice.await(job, "COMPLETED");
  }

  @Test
  void isForTheOwnersCacheAloneAndToBeAskedForEachTime() {
    Answer result = alice.result(job);

    assertThat(result.status()).isEqualTo(200);
    assertThat(result.header("Cache-Control")).hasValue("private, no-cache, no-transform");
    assertThat(result.header("ETag"))
        .hasValueSatisfying(tag -> assertThat(tag).matches("\"[0-9a-f]{64}\""));
    assertThat(result.header("Accept-Ranges")).hasValue("bytes");
    assertThat(result.has("Last-Modified")).isFalse();
    assertThat(result.has("Expires")).isFalse();
  }

  @Test
  void isSentAsItIsWhateverEncodingsAClientTakes() {
    Answer result =
        get().header("Accept-Encoding", "gzip, deflate, br, zstd").header("TE", "gzip").send();

    assertThat(result.has("Content-Encoding")).isFalse();
    assertThat(result.has("Transfer-Encoding")).isFalse();
    assertThat(result.text()).isEqualTo(PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "W/%s", "*", "\"x\", %s", "\"x\",W/%s,\"y\""})
  void isNotSentAgainToWhoHasIt(String ifNoneMatch) {
    for (String method : new String[] {"GET", "HEAD"}) {
      Answer answer =
          alice
              .call(method, path())
              .header("If-None-Match", ifNoneMatch.formatted(tag()))
              .header("Range", "bytes=1000-")
              .send();

      assertThat(answer.status()).as("%s", answer).isEqualTo(304);
      assertThat(answer.bytes()).isEmpty();
      assertThat(answer.header("ETag")).hasValue(tag());
      assertThat(answer.header("Cache-Control")).hasValue("private, no-cache, no-transform");
      assertThat(answer.has("Content-Type")).isFalse();
      assertThat(answer.has("X-Request-Id")).isTrue();
    }
  }

  @Test
  void isNotSentAgainToWhoNamesItInTheSecondOfTwoLines() {
    assertThat(
            get().header("If-None-Match", "\"x\"").header("If-None-Match", tag()).send().status())
        .isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "x", "\"", "\"\"", "W/", "**", ","})
  void isSentToWhoHasSomethingElse(String ifNoneMatch) {
    Answer answer = get().header("If-None-Match", ifNoneMatch).send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(PAYLOAD);
  }

  /** There is no answer in the contract for a condition that fails, and no date to compare. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "If-Match, \"x\"",
        "If-Modified-Since, |Fri, 31 Dec 9999 23:59:59 GMT|",
        "If-Unmodified-Since, |Thu, 01 Jan 1970 00:00:00 GMT|",
        "If-Modified-Since, nonsense"
      })
  void isSentWhateverOtherConditionsSay(String header, String value) {
    assertThat(get().header(header, value).send().text()).isEqualTo(PAYLOAD);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=2-5, 2, 5",
    "bytes=2-, 2, 17",
    "bytes=-3, 15, 17",
    "bytes=-1000, 0, 17",
    "bytes=17-17, 17, 17",
    "bytes=5-1000000000000000000000000000000, 5, 17",
    "Bytes=2-5, 2, 5"
  })
  void isSentInPart(String range, int first, int last) {
    Answer answer = get().header("Range", range).send();

    assertThat(answer.status()).as("%s", answer).isEqualTo(206);
    assertThat(answer.text()).isEqualTo(PAYLOAD.substring(first, last + 1));
    assertThat(answer.header("Content-Range"))
        .hasValue("bytes %d-%d/%d".formatted(first, last, SIZE));
    assertThat(answer.header("Content-Length")).hasValue(Integer.toString(last - first + 1));
    assertThat(answer.header("Content-Type")).hasValue("application/json");
    assertThat(answer.header("ETag")).hasValue(tag());
    assertThat(answer.header("Accept-Ranges")).hasValue("bytes");
    assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.header("Content-Security-Policy")).hasValue("sandbox");
    assertThat(answer.header("Content-Disposition").orElse("")).startsWith("attachment");
    assertThat(answer.header("Cache-Control")).hasValue("private, no-cache, no-transform");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,3-4",
        "bytes=5-4",
        "bytes=a-b",
        "bytes=",
        "bytes",
        "items=0-1",
        "bytes=0-1,1000-1001",
        "-1"
      })
  void isSentWholeForSeveralRangesAndForOnesThatNobodyUnderstands(String range) {
    Answer answer = get().header("Range", range).send();

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(PAYLOAD);
    assertThat(answer.has("Content-Range")).isFalse();
  }

  @Test
  void isSentWholeForTwoRangeHeaders() {
    Answer answer = get().header("Range", "bytes=0-1").header("Range", "bytes=0-1").send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=18-", "bytes=18-18", "bytes=-0", "bytes=1000000000000000000000000000000-"})
  void isRefusedInAPartThatItDoesNotHave(String range) {
    Answer answer = get().header("Range", range).send();

    assertThat(answer.status()).as("%s", answer).isEqualTo(416);
    assertThat(answer.header("Content-Range")).hasValue("bytes */" + SIZE);
    assertThat(answer.header("Content-Type")).hasValue("application/json");
    assertThat(answer.json().propertyNames())
        .containsExactlyInAnyOrder("success", "message", "code", "traceId");
    assertThat(answer.json().path("success").booleanValue()).isFalse();
    assertThat(answer.json().path("code").asString()).isEqualTo("INVALID_HEADER");
    assertThat(answer.json().path("traceId").asString())
        .isEqualTo(answer.header("X-Request-Id").orElse("none"));
    assertThat(answer.header("Cache-Control")).hasValue("no-store");
    assertThat(answer.has("ETag")).isFalse();
    assertThat(answer.has("Content-Disposition")).isFalse();
    assertThat(answer).hidesTheInsides();
  }

  @Test
  void isSentInPartToWhoHasTheRestOfIt() {
    Answer answer = get().header("Range", "bytes=2-5").header("If-Range", tag()).send();

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.text()).isEqualTo(PAYLOAD.substring(2, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "W/%s", "Fri, 31 Dec 9999 23:59:59 GMT", "*", "%s, %<s"})
  void isSentWholeToWhoHasTheRestOfSomethingElse(String ifRange) {
    for (String range : new String[] {"bytes=2-5", "bytes=1000-"}) {
      Answer answer =
          get().header("Range", range).header("If-Range", ifRange.formatted(tag())).send();

      assertThat(answer.status()).as("%s", answer).isEqualTo(200);
      assertThat(answer.text()).isEqualTo(PAYLOAD);
    }
  }

  @Test
  void answersHeadAsGetAndWithNothingBehindTheHeaders() {
    Answer whole = alice.result(job);
    String token = api.tokens().token(subject, "user");
    for (String range : new String[] {"bytes=2-5", "bytes=1000-"}) {
      Answer head =
          new RawCall(api, "HEAD %s HTTP/1.1".formatted(path()))
              .line("Authorization: Bearer " + token)
              .line("Range: " + range)
              .send();

      assertThat(head.status()).as("%s", head).isEqualTo(200);
      assertThat(head.bytes()).isEmpty();
      for (String header :
          new String[] {
            "Content-Type",
            "Content-Length",
            "Content-Disposition",
            "ETag",
            "Accept-Ranges",
            "Cache-Control",
            "X-Content-Type-Options",
            "Content-Security-Policy"
          }) {
        assertThat(head.header(header)).as(header).isPresent().isEqualTo(whole.header(header));
      }
      assertThat(head.has("Content-Range")).isFalse();
      assertThat(head.has("Transfer-Encoding")).isFalse();
    }
  }

  @Test
  void answersHeadWithNothingWhereThereIsNoResult() {
    String token = api.tokens().token(subject, "user");
    Answer head =
        new RawCall(api, "HEAD /v1/jobs/%s/result HTTP/1.1".formatted(alice.createIdle()))
            .line("Authorization: Bearer " + token)
            .send();

    assertThat(head.status()).isEqualTo(404);
    assertThat(head.bytes()).isEmpty();
    assertThat(head.has("ETag")).isFalse();
    assertThat(head.header("Cache-Control")).hasValue("no-store");
  }

  @Test
  void refusesHeadToOneWhoIsNoUser() {
    Answer head = api.client(subject, "worker", "admin").call("HEAD", path()).send();

    assertThat(head.status()).isEqualTo(403);
    assertThat(head.bytes()).isEmpty();
  }

  private Call get() {
    return alice.call("GET", path());
  }

  private String path() {
    return "/v1/jobs/" + job + "/result";
  }

  private String tag() {
    return alice.result(job).header("ETag").orElseThrow();
  }
}
