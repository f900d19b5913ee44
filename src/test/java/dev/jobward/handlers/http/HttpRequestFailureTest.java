package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.HandledJob;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are no success, and what is no answer at all. */
@Timeout(30)
class HttpRequestFailureTest {

  private final Calls calls = Calls.prepared();
  private LocalServer server;

  @SuppressWarnings("NullAway.Init") // set before each test
  HttpRequestFailureTest() {}

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
    calls.close();
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
    String longest = "X: " + "a".repeat(8_150) + "\r\n";
    try (RawServer raw = RawServer.answering("HTTP/1.1 200 OK\r\n" + longest + "\r\n")) {
      assertThat(calls.result(Calls.get(raw.url("/"))).path("headers").path("x").stringValue())
          .hasSize(8_150);
    }
    assertTooLarge(RawServer.answering("HTTP/1.1 200 OK\r\n" + "a".repeat(100) + longest + "\r\n"));
    assertTooLarge(endless("HTTP/1.1 200 OK\r\nX: ", "a".repeat(1_000)));
    assertTooLarge(endless("HTTP/1.1 200 OK\r\nX: a\r\n", " folded\r\n"));
  }

  @Test
  void refusesHeadersWithoutNumber() throws Exception {
    String most = "X: a\r\n".repeat(127);
    try (RawServer raw = RawServer.answering("HTTP/1.1 200 OK\r\n" + most + "\r\n")) {
      assertThat(calls.result(Calls.get(raw.url("/"))).path("status").intValue()).isEqualTo(200);
    }
    assertTooLarge(RawServer.answering("HTTP/1.1 200 OK\r\nX: a\r\n" + most + "\r\n"));
    assertTooLarge(endless("HTTP/1.1 200 OK\r\n", "X: a\r\n"));
    assertTooLarge(
        endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X: a\r\n"));
  }

  private RawServer endless(String start, String rest) throws IOException {
    return RawServer.doing(
        connection -> {
          RawServer.readHead(connection);
          RawServer.send(connection, start);
          for (int sent = 0; sent < 100_000_000; sent += rest.length()) {
            RawServer.send(connection, rest);
          }
        });
  }

  private void assertTooLarge(RawServer server) throws Exception {
    try (server) {
      HandledJob.Failure failure = calls.failure(Calls.get(server.url("/")));

      assertThat(failure.code()).isEqualTo("RESPONSE_TOO_LARGE");
      assertThat(failure.retryable()).isFalse();
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
}
