package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.HandledJob;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each redirect is a target of its own. */
@Timeout(30)
class HttpRequestRedirectTest {

  private static final String CREDENTIALS =
      """
      "headers": {"Authorization": "Bearer a", "Cookie": "b", "X-Api-Key": "c", "X-Whatever": "d",
                  "Accept": "text/plain", "Content-Type": "application/json"}""";

  private final Calls calls = Calls.prepared();
  private LocalServer server;
  private LocalServer other;

  @SuppressWarnings("NullAway.Init") // set before each test
  HttpRequestRedirectTest() {}

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.start();
    other = LocalServer.start();
    server.answer("/end", 200, "end");
    other.answer("/end", 200, "other end");
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
    calls.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsToTheAnswer(int status) throws Exception {
    server.redirect("/a", status, "/end?x");

    JsonNode result = calls.result(Calls.get(server.url("/a")));

    assertThat(result.path("status").intValue()).isEqualTo(200);
    assertThat(result.path("body").stringValue()).isEqualTo("end");
    assertThat(server.last().uri()).isEqualTo("/end?x");
  }

  @Test
  void tellsOnlyWhoThePayloadNamesOfTheTrace() throws Exception {
    String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    server.redirect("/a", 302, "/b");
    server.redirect("/b", 302, other.url("/end"));

    calls.result(Calls.job(Calls.get(server.url("/a"))).traced(traceparent));

    assertThat(server.last().header("traceparent")).isEqualTo(traceparent);
    assertThat(other.last().header("traceparent")).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({
    "301, POST, GET, ''",
    "302, POST, GET, ''",
    "303, POST, GET, ''",
    "303, PUT, GET, ''",
    "302, DELETE, GET, ''",
    "302, OPTIONS, GET, ''",
    "307, POST, POST, x",
    "308, POST, POST, x",
    "307, PATCH, PATCH, x",
  })
  void asksAgainAsTheStatusSays(int status, String method, String next, String body)
      throws Exception {
    server.redirect("/a", status, "/end");

    calls.result(
        "{\"method\": \"%s\", \"url\": \"%s\", \"body\": \"x\", %s}"
            .formatted(method, server.url("/a"), CREDENTIALS));

    LocalServer.Received last = server.last();
    assertThat(last.method()).isEqualTo(next);
    assertThat(last.body()).isEqualTo(body);
    assertThat(last.header("Content-Type")).isEqualTo(body.isEmpty() ? "none" : "application/json");
    assertThat(last.header("Content-Length")).isEqualTo(body.isEmpty() ? "none" : "1");
    assertThat(last.header("Idempotency-Key").equals("none")).isEqualTo(next.equals("GET"));
  }

  @Test
  void remainsAtHead() throws Exception {
    server.redirect("/a", 303, "/end");

    calls.result("{\"method\": \"HEAD\", \"url\": \"" + server.url("/a") + "\"}");

    assertThat(server.last().method()).isEqualTo("HEAD");
  }

  @Test
  void keepsCredentialsOnTheSameServer() throws Exception {
    server.redirect("/a", 302, "/end");

    calls.result("{\"url\": \"" + server.url("/a") + "\", " + CREDENTIALS + "}");

    assertThat(server.last().header("Authorization")).isEqualTo("Bearer a");
    assertThat(server.last().header("Cookie")).isEqualTo("b");
    assertThat(server.last().header("X-Api-Key")).isEqualTo("c");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307})
  void tellsNoOtherServerWhatMayBeACredential(int status) throws Exception {
    server.redirect("/a", status, other.url("/end"));

    JsonNode result =
        calls.result(
            "{\"method\": \"POST\", \"url\": \"%s\", \"body\": \"x\", %s}"
                .formatted(server.url("/a"), CREDENTIALS));

    LocalServer.Received last = other.last();
    assertThat(result.path("body").stringValue()).isEqualTo("other end");
    assertThat(last.header("Authorization")).isEqualTo("none");
    assertThat(last.header("Cookie")).isEqualTo("none");
    assertThat(last.header("X-Api-Key")).isEqualTo("none");
    assertThat(last.header("X-Whatever")).isEqualTo("none");
    assertThat(last.header("Accept")).isEqualTo("text/plain");
    assertThat(last.body()).isEqualTo(status == 307 ? "x" : "");
  }

  @Test
  void hasForgottenCredentialsWhenItComesBack() throws Exception {
    server.redirect("/a", 302, other.url("/b"));
    other.redirect("/b", 302, server.url("/end"));

    calls.result("{\"url\": \"" + server.url("/a") + "\", " + CREDENTIALS + "}");

    assertThat(server.last().uri()).isEqualTo("/end");
    assertThat(server.last().header("Authorization")).isEqualTo("none");
  }

  @Test
  void keepsNoCookie() throws Exception {
    server.answer("/a", 302, "", "Location", "/end", "Set-Cookie", "a=1");

    calls.result(Calls.get(server.url("/a")));
    calls.result(Calls.get(server.url("/end")));

    assertThat(server.received()).extracting(r -> r.header("Cookie")).containsOnly("none");
  }

  @Test
  void followsFiveTimesAndNoMore() throws Exception {
    for (int i = 1; i <= 5; i++) {
      server.redirect("/r" + i, 302, i == 1 ? "/end" : "/r" + (i - 1));
    }
    server.redirect("/r6", 302, "/r5");

    assertThat(calls.result(Calls.get(server.url("/r5"))).path("status").intValue()).isEqualTo(200);
    HandledJob.Failure failure = calls.failure(Calls.get(server.url("/r6")));

    assertThat(failure.code()).isEqualTo("TOO_MANY_REDIRECTS");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void endsALoop() throws Exception {
    server.redirect("/loop", 307, "/loop");

    assertThat(calls.failure(Calls.get(server.url("/loop"))).code())
        .isEqualTo("TOO_MANY_REDIRECTS");
    assertThat(server.received()).hasSize(6);
  }

  @Test
  void takesARedirectThatIsExpectedForTheAnswer() throws Exception {
    server.redirect("/a", 302, "http://169.254.169.254/");

    JsonNode result = calls.result("{\"url\": \"" + server.url("/a") + "\", \"expect\": [302]}");

    assertThat(result.path("headers").path("location").stringValue())
        .isEqualTo("http://169.254.169.254/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://user@127.0.0.1/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//169.254.169.254/",
        "http:\\\\169.254.169.254\\",
        "/other",
        "/allowedx",
        "/allowed/../other",
        "../other",
        "/allowed/%2e%2e/other",
        "/allowed/..%2fother",
        "/allowed/..;/other",
        "/allowed%2f..%2fother"
      })
  void refusesARedirectToWhatIsNotAllowed(String location) throws Exception {
    server.redirect("/allowed", 302, location);
    server.answer("/", 200, "must not be seen");
    calls.allow("http://127.0.0.1:*/allowed http://[::ffff:7f00:2] http://*.example.com");

    HandledJob.Failure failure = calls.failure(Calls.get(server.url("/allowed")));

    assertThat(failure.code()).isEqualTo("TARGET_REFUSED");
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).doesNotContain("127.0.0.1", "169.254");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void refusesARedirectToANameThatLeadsToARefusedAddress() throws Exception {
    server.redirect("/a", 302, "http://inside.example.com:" + other.port() + "/end");
    calls
        .allow("http://127.0.0.1:* http://*.example.com:*")
        .names(host -> new InetAddress[] {InetAddress.getLoopbackAddress()});

    HandledJob.Failure failure = calls.failure(Calls.get(server.url("/a")));

    assertThat(failure.code()).isEqualTo("TARGET_REFUSED");
    assertThat(other.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"302, ''", "302, ' '", "304, /end", "300, /end", "305, /end", "306, /end"})
  void judgesTheStatusWhereThereIsNothingToFollow(int status, String location) throws Exception {
    server.redirect("/a", status, location);

    assertThat(calls.failure(Calls.get(server.url("/a"))).code()).isEqualTo("HTTP_" + status);
    assertThat(server.received()).hasSize(1);
  }
}
