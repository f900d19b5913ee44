package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.HandledJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is sent, and what becomes of the answer. */
@Timeout(30)
class HttpRequestAnswerTest {

  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final Calls calls = Calls.prepared();
  private LocalServer server;

  @SuppressWarnings("NullAway.Init") // set before each test
  HttpRequestAnswerTest() {}

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
    calls.close();
  }

  @Test
  void keepsStatusHeadersAndBody() throws Exception {
    server.answer("/a", 200, "{\"n\": 1.00, \"s\": \"Zoë 😀\\u0000\"}", "X-Some", "thing");

    JsonNode result = calls.result(Calls.get(server.url("/a?b=c")));

    assertThat(result.propertyNames()).containsExactly("status", "headers", "body");
    assertThat(result.path("status").intValue()).isEqualTo(200);
    assertThat(result.path("headers").path("x-some").stringValue()).isEqualTo("thing");
    assertThat(result.path("body").stringValue())
        .isEqualTo("{\"n\": 1.00, \"s\": \"Zoë 😀\\u0000\"}");
    assertThat(server.last().method()).isEqualTo("GET");
    assertThat(server.last().uri()).isEqualTo("/a?b=c");
  }

  @Test
  void sendsTheTraceAlongThatItsJobBelongsTo() throws Exception {
    server.answer("/a", 200, "");

    calls.result(Calls.job(Calls.get(server.url("/a"))).traced(TRACEPARENT));

    assertThat(server.last().header("traceparent")).isEqualTo(TRACEPARENT);
  }

  @Test
  void sendsNoTraceWhereThereIsNone() throws Exception {
    server.answer("/a", 200, "");

    calls.result(Calls.get(server.url("/a")));

    assertThat(server.last().header("traceparent")).isEqualTo("none");
  }

  @Test
  void leavesATraceAloneThatThePayloadNames() throws Exception {
    server.answer("/a", 200, "");
    String payload =
        "{\"url\": \"%s\", \"headers\": {\"TraceParent\": \"own\"}}".formatted(server.url("/a"));

    calls.result(Calls.job(payload).traced(TRACEPARENT));

    assertThat(server.last().header("traceparent")).isEqualTo("own");
  }

  @Test
  void sendsWhatThePayloadSays() throws Exception {
    server.answer("/a", 201, "");

    calls.result(
        """
        {"method": "POST", "url": "%s", "headers": {"Content-Type": "text/plain", "X-Key": "k"},
         "body": "Zoë 😀"}"""
            .formatted(server.url("/a")));

    LocalServer.Received request = server.last();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body()).isEqualTo("Zoë 😀");
    assertThat(request.header("Content-Type")).isEqualTo("text/plain");
    assertThat(request.header("Content-Length")).isEqualTo("9");
    assertThat(request.header("X-Key")).isEqualTo("k");
    assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + server.port());
  }

  @Test
  void addsNothingButWhatItSaysItAdds() throws Exception {
    server.answer("/a", 200, "");
    HandledJob job = Calls.job("{\"method\": \"DELETE\", \"url\": \"" + server.url("/a") + "\"}");

    calls.result(job);

    assertThat(server.last().headers().keySet())
        .containsExactlyInAnyOrder("Host", "Connection", "User-agent", "Idempotency-key");
    assertThat(server.last().header("User-Agent")).isEqualTo("Jobward");
    assertThat(server.last().header("Idempotency-Key")).isEqualTo(job.id().toString());
    assertThat(server.last().header("Connection")).isEqualTo("close");
  }

  @Test
  void leavesAGetWithoutAnIdempotencyKey() throws Exception {
    server.answer("/a", 200, "");

    calls.result(Calls.get(server.url("/a")));

    assertThat(server.last().header("Idempotency-Key")).isEqualTo("none");
  }

  @Test
  void leavesToThePayloadWhatItSays() throws Exception {
    server.answer("/a", 200, "");

    calls.result(
        """
        {"method": "PUT", "url": "%s", "headers": {"user-agent": "me", "IDEMPOTENCY-KEY": "mine"}}"""
            .formatted(server.url("/a")));

    assertThat(server.last().header("User-Agent")).isEqualTo("me");
    assertThat(server.last().header("Idempotency-Key")).isEqualTo("mine");
    assertThat(server.last().header("Content-Length")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void knowsEveryMethod(String method) throws Exception {
    server.answer("/a", 200, "text");

    JsonNode result =
        calls.result("{\"method\": \"%s\", \"url\": \"%s\"}".formatted(method, server.url("/a")));

    assertThat(server.last().method()).isEqualTo(method);
    assertThat(result.path("body").stringValue()).isEqualTo(method.equals("HEAD") ? "" : "text");
  }

  @Test
  void keepsBytesThatAreNoTextInBase64() throws Exception {
    byte[] body = {(byte) 0xff, 0, (byte) 0xc3, 0x28};
    server.answer("/a", 200, body);

    JsonNode result = calls.result(Calls.get(server.url("/a")));

    assertThat(result.propertyNames()).containsExactly("status", "headers", "bodyBase64");
    assertThat(Base64.getDecoder().decode(result.path("bodyBase64").stringValue())).isEqualTo(body);
  }

  @Test
  void unpacksNothing() throws Exception {
    byte[] packed = {0x1f, (byte) 0x8b, 8, 0};
    server.answer("/a", 200, packed, "Content-Encoding", "gzip");

    JsonNode result = calls.result(Calls.get(server.url("/a")));

    assertThat(result.path("headers").path("content-encoding").stringValue()).isEqualTo("gzip");
    assertThat(Base64.getDecoder().decode(result.path("bodyBase64").stringValue()))
        .isEqualTo(packed);
    assertThat(server.last().header("Accept-Encoding")).isEqualTo("none");
  }

  @Test
  void joinsHeadersOfOneName() throws Exception {
    server.answer(
        "/a",
        200,
        "",
        "Vary",
        "a",
        "Vary",
        "b",
        "Set-Cookie",
        "a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
        "Set-Cookie",
        "b=2");

    JsonNode headers = calls.result(Calls.get(server.url("/a"))).path("headers");

    assertThat(headers.path("vary").stringValue()).isEqualTo("a, b");
    assertThat(headers.path("set-cookie").stringValue())
        .isEqualTo("a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT\nb=2");
  }

  @Test
  void takesABodyOfOneMebibyteAndNotAByteMore() throws Exception {
    server.answer("/fits", 200, "a".repeat(1024 * 1024));
    server.answer("/exceeds", 200, "a".repeat(1024 * 1024 + 1));

    assertThat(calls.result(Calls.get(server.url("/fits"))).path("body").stringValue())
        .hasSize(1024 * 1024);
    assertThat(calls.failure(Calls.get(server.url("/exceeds"))))
        .extracting(HandledJob.Failure::code, HandledJob.Failure::retryable)
        .containsExactly("RESPONSE_TOO_LARGE", false);
  }

  @ParameterizedTest
  @CsvSource({
    "200, 200",
    "204, 204",
    "299, 299",
    "404, '404'",
    "500, '200, 500'",
    "302, 302",
    "304, 304",
  })
  void succeedsWithAStatusThatIsExpected(int status, String expected) throws Exception {
    server.answer("/a", status, "", "Location", "/elsewhere");
    String expect = status < 300 ? "" : ", \"expect\": [" + expected + "]";

    JsonNode result = calls.result("{\"url\": \"" + server.url("/a") + "\"" + expect + "}");

    assertThat(result.path("status").intValue()).isEqualTo(status);
    assertThat(result.path("body").stringValue()).isEmpty();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void skipsInterimAnswers() throws Exception {
    try (RawServer raw =
        RawServer.answering(
            "HTTP/1.1 102 Wait\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      assertThat(calls.result(Calls.get(raw.url("/"))).path("body").stringValue()).isEqualTo("ok");
    }
  }

  @Test
  void keepsHeadersThatAreNotAscii() throws Exception {
    try (RawServer raw = RawServer.answering("HTTP/1.1 200 OK\r\nX-Odd: \u00e9\"\\\r\n\r\n")) {
      JsonNode headers = calls.result(Calls.get(raw.url("/"))).path("headers");

      assertThat(headers.path("x-odd").stringValue()).isEqualTo("\u00e9\"\\");
    }
  }

  @Test
  void sendsItsRequestByteForByte() throws Exception {
    StringBuilder seen = new StringBuilder();
    try (RawServer raw =
        RawServer.doing(
            connection -> {
              byte[] bytes = new byte[4096];
              int length = connection.getInputStream().read(bytes);
              seen.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
              RawServer.send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            })) {
      calls.result(Calls.get(raw.url("/a//b;c?d=%20&e=|")));

      assertThat(seen)
          .hasToString(
              """
              GET /a//b;c?d=%%20&e=| HTTP/1.1
              Host: 127.0.0.1:%d
              Connection: close
              User-Agent: Jobward

              """
                  .formatted(raw.port())
                  .replace("\n", "\r\n"));
    }
  }
}
