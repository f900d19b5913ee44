package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.HandledJob;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
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
  @ValueSource(strings = {"Transfer-Encoding: chunked\r\n\r\n", "\r\n"})
  void readsNoEndlessBody(String head) throws Exception {
    AtomicLong sent = new AtomicLong();
    String block =
        head.startsWith("T") ? "10000\r\n" + "a".repeat(65_536) + "\r\n" : "a".repeat(65_536);
    try (RawServer endless =
        RawServer.doing(
            connection -> {
              RawServer.readHead(connection);
              RawServer.send(connection, "HTTP/1.1 200 OK\r\n" + head);
              while (sent.addAndGet(block.length()) < 1_000_000_000) {
                RawServer.send(connection, block);
              }
            })) {

      assertThat(calls.failure(Calls.get(endless.url("/"))).code()).isEqualTo("RESPONSE_TOO_LARGE");
    }
    assertThat(sent).hasValueLessThan(100_000_000);
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

  @ParameterizedTest
  @CsvSource({
    "300, false",
    "304, false",
    "302, false",
    "400, false",
    "401, false",
    "404, false",
    "409, false",
    "408, true",
    "425, true",
    "429, true",
    "500, true",
    "502, true",
    "503, true",
    "599, true",
  })
  void failsWithAnyOther(int status, boolean retryable) throws Exception {
    server.answer("/a", status, "secret of the target");

    HandledJob.Failure failure = calls.failure(Calls.get(server.url("/a")));

    assertThat(failure.code()).isEqualTo("HTTP_" + status);
    assertThat(failure.message()).isEqualTo("The target answered with status " + status + ".");
    assertThat(failure.retryable()).isEqualTo(retryable);
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void failsWithASuccessThatIsNotExpected() throws Exception {
    server.answer("/a", 200, "");

    HandledJob.Failure failure =
        calls.failure("{\"url\": \"" + server.url("/a") + "\", \"expect\": [201]}");

    assertThat(failure.code()).isEqualTo("HTTP_200");
    assertThat(failure.retryable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "503, 7, PT7S",
    "429, 0, PT0S",
    "408, 120, PT2M",
    "500, ' 5 ', PT5S",
    "503, 999999999, PT24H",
    "503, 'Tue, 24 Nov 2026 12:01:00 GMT', PT1M",
    "503, 'Tue, 24 Nov 2026 11:00:00 GMT', PT0S",
    "503, 'Fri, 24 Nov 2028 12:00:00 GMT', PT24H",
  })
  void heedsRetryAfter(int status, String value, Duration wait) throws Exception {
    try (RawServer raw = raw(status, "Retry-After: " + value)) {
      assertThat(calls.failure(Calls.get(raw.url("/"))).retryAfter()).hasValue(wait);
    }
  }

  @Test
  void countsADateFromTheAnswersOwn() throws Exception {
    String headers =
        "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nRetry-After: Thu, 01 Jan 2026 00:00:30 GMT";
    try (RawServer raw = raw(503, headers)) {
      assertThat(calls.failure(Calls.get(raw.url("/"))).retryAfter())
          .hasValue(Duration.ofSeconds(30));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "1.5", "1e3", "", "99999999999999999999", "2026-11-24"})
  void ignoresARetryAfterThatSaysNothing(String value) throws Exception {
    try (RawServer raw = raw(503, "Retry-After: " + value)) {
      assertThat(calls.failure(Calls.get(raw.url("/"))).retryAfter()).isEmpty();
    }
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
      })
  void retriesAfterWhatIsNoHttp(String bytes) throws Exception {
    try (RawServer raw = RawServer.answering(bytes)) {
      HandledJob.Failure failure = calls.failure(Calls.get(raw.url("/")));

      assertThat(failure.code()).isEqualTo("INVALID_RESPONSE");
      assertThat(failure.retryable()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      })
  void retriesAfterHalfAnAnswer(String bytes) throws Exception {
    try (RawServer raw = RawServer.answering(bytes)) {
      HandledJob.Failure failure = calls.failure(Calls.get(raw.url("/")));

      assertThat(failure.code()).isEqualTo("CONNECTION_FAILED");
      assertThat(failure.retryable()).isTrue();
    }
  }

  @Test
  void refusesHeadersWithoutEnd() throws Exception {
    String one = "HTTP/1.1 200 OK\r\nX: " + "a".repeat(100_000);
    String many = "HTTP/1.1 200 OK\r\n" + "X: a\r\n".repeat(10_000);
    for (String bytes : new String[] {one, many}) {
      try (RawServer raw = RawServer.answering(bytes)) {
        HandledJob.Failure failure = calls.failure(Calls.get(raw.url("/")));

        assertThat(failure.code()).isEqualTo("RESPONSE_TOO_LARGE");
        assertThat(failure.retryable()).isFalse();
      }
    }
  }

  @Test
  void keepsHeadersThatAreNotAscii() throws Exception {
    try (RawServer raw = RawServer.answering("HTTP/1.1 200 OK\r\nX-Odd: \u00e9\"\\\r\n\r\n")) {
      JsonNode headers = calls.result(Calls.get(raw.url("/"))).path("headers");

      assertThat(headers.path("x-odd").stringValue()).isEqualTo("\u00e9\"\\");
    }
  }

  private static RawServer raw(int status, String headers) throws IOException {
    return RawServer.doing(
        (Socket connection) -> {
          RawServer.readHead(connection);
          RawServer.send(
              connection,
              "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n" + headers + "\r\n\r\n");
        });
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
