package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Odd spellings of a path. Which of them mean the same as the plain one is the server's matter;
 * none gets past the door, and none fails.
 */
@BlackBox
class PathTricksIT {

  @ArquillianResource private Api api;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1/jobs",
        "/v1//jobs",
        "/v1/jobs/",
        "/v1/jobs//",
        "/v1/./jobs",
        "/./v1/jobs",
        "/v1/x/../jobs",
        "/x/../v1/jobs",
        "/../v1/jobs",
        "/v1/%2e/jobs",
        "/v1/x/%2e%2e/jobs",
        "/x/%2e%2e/v1/jobs",
        "/%2e/v1/jobs",
        "/%76%31/jobs",
        "/v1/%6Aobs",
        "/v1%2Fjobs",
        "/v1%5Cjobs",
        "/v1\\jobs",
        "/v1/jobs;a=b",
        "/v1;a=b/jobs",
        "/;a=b/v1/jobs",
        "/v1/jobs;",
        "/v1/jobs;jsessionid=1",
        "/v1/jobs%3B",
        "/v1/jobs%20",
        "/v1/jobs%00",
        "/v1/jobs%c0%af",
        "/v1/jobs%ff",
        "/v1/jobs#x",
        "/v1/jobs.json",
        "/v1/jobs/../../WEB-INF/web.xml",
        "/v1/..%2f..%2fWEB-INF/web.xml",
        "/v1/..;/WEB-INF/web.xml",
        "http://evil.example/v1/jobs"
      })
  void leadPastNoDoorAndToNoFailure(String path) {
    Answer withoutToken = new RawCall(api, "GET %s?limit=1 HTTP/1.1".formatted(path)).send();
    assertThat(withoutToken.status()).as("%s", withoutToken).isIn(400, 401, 404);
    assertEnvelope(withoutToken);

    String worker = api.tokens().token(Api.newSubject(), "worker");
    Answer withoutRole =
        new RawCall(api, "GET %s?limit=1 HTTP/1.1".formatted(path))
            .line("Authorization: Bearer " + worker)
            .send();
    assertThat(withoutRole.status()).as("%s", withoutRole).isIn(400, 403, 404);
    assertEnvelope(withoutRole);

    String user = api.tokens().token(Api.newSubject(), "user");
    Answer asUser =
        new RawCall(api, "GET %s?limit=1 HTTP/1.1".formatted(path))
            .line("Authorization: Bearer " + user)
            .send();
    assertThat(asUser.status()).as("%s", asUser).isIn(200, 400, 404);
    assertEnvelope(asUser);
  }

  /**
   * The server's own answer, before the application: whatever its status, there is nothing in it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"/v1/jobs%zz", "/v1/jobs%", "/v1/jobs%00", "/v1/%/jobs"})
  void leadNowhereWhenTheyCannotBeDecoded(String path) {
    String user = api.tokens().token(Api.newSubject(), "user");

    Answer answer =
        new RawCall(api, "GET %s?limit=1 HTTP/1.1".formatted(path))
            .line("Authorization: Bearer " + user)
            .send();

    assertThat(answer.status()).as("%s", answer).isLessThan(500);
    assertThat(answer.text()).doesNotContain("jobs");
    assertThat(answer).hidesTheInsides();
  }

  /** A 400 may be the server's own: for a path that it refuses to decode. */
  private static void assertEnvelope(Answer answer) {
    if (answer.status() == 200) {
      assertThat(answer).isSuccess(200);
    } else if (answer.status() != 400) {
      assertThat(answer).isRefused(answer.json().path("code").asString());
    }
    assertThat(answer).hidesTheInsides();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/jobs HTTP/1.1 x",
        "GET  /v1/jobs HTTP/1.1",
        "G\u00e4T /v1/jobs HTTP/1.1",
        "GET /v1/jobs HTTP/9.9",
        "GET * HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET",
        "\u0000\u0001"
      })
  void haveNoInsidesInTheAnswerToNonsense(String requestLine) {
    Answer answer;
    try {
      answer = new RawCall(api, requestLine).send();
    } catch (java.io.UncheckedIOException e) {
      // Closing the connection without a word is an answer, too.
      return;
    }
    if (answer.has("X-Request-Id")) {
      assertThat(answer).hidesTheInsides();
    }
    // What a connector answers may be HTML, but tells nothing; 500 is for an address that is none.
    assertThat(answer.status()).as("%s", answer).isIn(200, 400, 401, 404, 405, 500, 501, 505);
    assertThat(answer.text())
        .doesNotContainPattern("(?i)exception|\\tat |payara|wildfly|\\d\\.\\d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/jobs/{x}", "/v1/jobs/}", "/v1/{jobs}", "/v1/jobs/{jobId}/result"})
  void areNotTakenForTemplates(String path) {
    String user = api.tokens().token(Api.newSubject(), "user");

    Answer answer =
        new RawCall(api, "GET %s HTTP/1.1".formatted(path))
            .line("Authorization: Bearer " + user)
            .send();

    // A connector may refuse braces that are not encoded.
    if (answer.status() != 400 || answer.has("X-Request-Id")) {
      assertThat(answer).isRefused("NOT_FOUND");
    }
  }
}
