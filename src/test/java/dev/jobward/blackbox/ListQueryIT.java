package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which query parameters a list takes, and which it refuses. */
@BlackBox
class ListQueryIT {

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void needsALimit() {
    assertThat(alice.get("/v1/jobs")).isRefusedFor("INVALID_QUERY", "limit");
    assertThat(alice.list("")).isRefusedFor("INVALID_QUERY", "limit");
    assertThat(alice.list("Limit=5")).isRefusedFor("INVALID_QUERY", "limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "101",
        "-1",
        "-0",
        "+5",
        "05",
        "00",
        "5.0",
        "5e0",
        "1e1",
        "0x5",
        "abc",
        "%205",
        "5%20",
        "5%00",
        "2147483653",
        "4294967301",
        "99999999999999999999",
        "1e999999999",
        "%D9%A5",
        "%EF%BC%95",
        "null",
        "5,6",
        "5;6",
        "%ff",
        "%C0%B5",
        "NaN"
      })
  void refusesALimitThatIsNoneFromOneToAHundred(String limit) {
    assertThat(alice.list("limit=" + limit)).isRefusedFor("INVALID_QUERY", "limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "9", "10", "99", "100", "%31"})
  void acceptsALimitFromOneToAHundred(String limit) {
    Answer answer = alice.list("limit=" + limit);

    assertThat(answer).isSuccess(200);
    assertThat(answer.data().propertyNames()).containsExactly("jobs");
    assertThat(answer.jobs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "status, PENDING",
    "resultType, JSON",
    "jobType, echo",
    "sortBy, status",
    "sortOrder, asc",
    "dateFrom, 5",
    "dateTo, 5",
    "lastEvaluatedKey, abc"
  })
  void refusesAListedParameterTwiceOrEmpty(String name, String value) {
    String twice = "limit=5&%1$s=%2$s&%1$s=%2$s".formatted(name, value);
    assertThat(alice.list(twice)).isRefusedFor("INVALID_QUERY", name);
    assertThat(alice.list("limit=5&" + name + "=")).isRefusedFor("INVALID_QUERY", name);
    assertThat(alice.list("limit=5&" + name)).isRefusedFor("INVALID_QUERY", name);
    assertThat(alice.list("limit=5&limit=5")).isRefusedFor("INVALID_QUERY", "limit");
  }

  @ParameterizedTest
  @CsvSource({
    "status, pending, PENDING RUNNING COMPLETED FAILED CANCELLED",
    "status, DONE, PENDING RUNNING COMPLETED FAILED CANCELLED",
    "status, 'PENDING,FAILED', PENDING RUNNING COMPLETED FAILED CANCELLED",
    "resultType, json, NONE JSON TEXT FILE",
    "resultType, XML, NONE JSON TEXT FILE",
    "sortBy, createdat, createdAt updatedAt jobType status",
    "sortBy, jobId, createdAt updatedAt jobType status",
    "sortBy, CREATED_AT, createdAt updatedAt jobType status",
    "sortOrder, DESC, desc asc",
    "sortOrder, up, desc asc"
  })
  void namesTheAllowedValuesOfAnEnum(String name, String value, String allowed) {
    Answer answer = alice.list("limit=5&" + name + "=" + value);

    assertThat(answer).isRefusedFor("INVALID_QUERY", name);
    assertThat(answer.json().at("/errors/0/message").asString()).contains(allowed.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dateFrom", "dateTo"})
  void takesMillisecondsForADate(String name) {
    for (String good : new String[] {"0", "1", "1764000000000", "253402300799999"}) {
      assertThat(alice.list("limit=5&" + name + "=" + good)).isSuccess(200);
    }
    for (String bad :
        new String[] {
          "253402300800000",
          "-1",
          "-0",
          "+1",
          "01",
          "1.0",
          "1e3",
          "1764000000000.5",
          "2025-01-01",
          "2025-01-01T00:00:00Z",
          "now",
          "9223372036854775808",
          "99999999999999999999999",
          "%201",
          "1%20",
          "1e999999999",
          "%D9%A1"
        }) {
      assertThat(alice.list("limit=5&" + name + "=" + bad)).isRefusedFor("INVALID_QUERY", name);
    }
  }

  @Test
  void refusesARangeThatEndsBeforeItBegins() {
    assertThat(alice.list("limit=5&dateFrom=2&dateTo=1")).isRefusedFor("INVALID_QUERY", "dateFrom");
    assertThat(alice.list("limit=5&dateFrom=2&dateTo=2")).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1a", "a%20b", "%C3%A4", "a/b", "%00", "a%00", "-", "a%25", "%20", "a*", "a%0A"})
  void refusesAJobTypeThatNoJobCanHave(String type) {
    assertThat(alice.list("limit=5&jobType=" + type)).isRefusedFor("INVALID_QUERY", "jobType");
    assertThat(alice.list("limit=5&jobType=" + "a".repeat(101)))
        .isRefusedFor("INVALID_QUERY", "jobType");
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThat(
            alice.list(
                "limit=0&status=x&resultType=x&sortBy=x&sortOrder=x&dateFrom=x&dateTo=x&jobType=-"
                    + "&lastEvaluatedKey=x"))
        .isRefusedFor(
            "INVALID_QUERY",
            "limit",
            "status",
            "resultType",
            "sortBy",
            "sortOrder",
            "dateFrom",
            "dateTo",
            "jobType",
            "lastEvaluatedKey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo=bar",
        "foo=1&foo=2",
        "foo",
        "foo=",
        "Status=x",
        "LIMIT=x",
        "limit[]=x",
        "=",
        "=x",
        "&&",
        "foo=%00",
        "foo=%ff",
        "owner=somebody",
        "offset=5",
        "page=5&size=5",
        "payload.a=1"
      })
  void ignoresWhatIsNotListed(String more) {
    assertThat(alice.list("limit=5&" + more)).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo=%zz", "foo=%", "%zz=1", "foo=%u0041", "foo=[]{}|^", "?"})
  void ignoresWhatIsNotListedHoweverItIsEncoded(String more) {
    Answer answer =
        new RawCall(api, "GET /v1/jobs?limit=5&" + more + " HTTP/1.1")
            .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "user"))
            .send();

    // A connector may refuse to decode them; then the application does not hear of it.
    if (answer.status() != 400 || answer.has("X-Request-Id")) {
      assertThat(answer).isSuccess(200);
    }
  }
}
