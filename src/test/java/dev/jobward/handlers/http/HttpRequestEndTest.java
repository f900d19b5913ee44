package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.HandledJob;
import dev.jobward.execution.JobResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a call before its answer is complete. */
@Timeout(30)
class HttpRequestEndTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Calls calls = Calls.prepared();
  private final CountDownLatch never = new CountDownLatch(1);
  private LocalServer server;

  @SuppressWarnings("NullAway.Init") // set before each test
  HttpRequestEndTest() {}

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.start();
    server.answer("/a", 200, "seen");
  }

  @AfterEach
  void stop() {
    never.countDown();
    server.close();
    calls.close();
  }

  /** Where an exchange can be stuck. */
  enum Stuck {
    BEFORE_THE_HEAD(""),
    IN_THE_HEAD("HTTP/1.1 200 OK\r\nX: "),
    IN_THE_BODY("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx"),
    BETWEEN_INTERIM_ANSWERS("HTTP/1.1 102 Wait\r\n\r\n"),
    IN_A_TLS_HANDSHAKE("");

    private final String sent;

    Stuck(String sent) {
      this.sent = sent;
    }

    private String url(RawServer raw) {
      return this == IN_A_TLS_HANDSHAKE ? raw.url("/").replace("http:", "https:") : raw.url("/");
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenItsTimeIsUp(Stuck stuck) throws Exception {
    try (RawServer raw = silentAfter(stuck.sent)) {
      long start = System.nanoTime();

      HandledJob.Failure failure = calls.failure(within(1, stuck.url(raw)));

      assertThat(failure.code()).isEqualTo("TIMED_OUT");
      assertThat(failure.retryable()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenItIsAskedToStop(Stuck stuck) throws Exception {
    try (RawServer raw = silentAfter(stuck.sent)) {
      HandledJob job = Calls.job(Calls.get(stuck.url(raw)));

      HandledJob.Failure failure = failureOnceConnected(raw, job, job::requestStop);

      assertThat(failure.code()).isEqualTo("STOPPED");
      assertThat(failure.retryable()).isTrue();
    }
  }

  /** The server waits for it, and interrupts it when it can wait no longer. */
  @Test
  void mayFinishWhenTheServerStops() throws Exception {
    CompletableFuture<HandledJob> called = new CompletableFuture<>();
    try (RawServer raw =
        RawServer.doing(
            connection -> {
              RawServer.readHead(connection);
              called.join().announceServerStop();
              never.await(500, TimeUnit.MILLISECONDS);
              RawServer.send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            })) {
      HandledJob job = Calls.job(Calls.get(raw.url("/")));
      called.complete(job);

      assertThat(job.runBy(calls.handler())).isInstanceOf(JobResult.Json.class);
    }
  }

  @Test
  void doesNotBeginWhatIsToStop() throws Exception {
    HandledJob job = Calls.job(Calls.get(server.url("/a")));
    job.requestStop();

    assertThat(job.failBy(calls.handler()).code()).isEqualTo("STOPPED");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void doesNotBeginOnAServerThatHasStopped() throws Exception {
    calls.close();

    assertThat(calls.failure(Calls.get(server.url("/a"))).code()).isEqualTo("STOPPED");
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "HTTP/1.1 200 OK\r\nX: "})
  void givesAServerThatDripsNoMoreTime(String head) throws Exception {
    try (RawServer dripping =
        RawServer.doing(
            connection -> {
              RawServer.readHead(connection);
              RawServer.send(connection, head);
              do {
                RawServer.send(connection, "x");
              } while (!never.await(50, TimeUnit.MILLISECONDS));
            })) {
      long start = System.nanoTime();

      assertThat(calls.failure(within(1, dripping.url("/"))).code()).isEqualTo("TIMED_OUT");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void givesRedirectsNoMoreTime() throws Exception {
    try (RawServer slow =
        RawServer.doing(
            connection -> {
              RawServer.readHead(connection);
              if (!never.await(400, TimeUnit.MILLISECONDS)) {
                RawServer.send(connection, "HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n");
              }
            })) {
      assertThat(calls.failure(within(1, slow.url("/"))).code()).isEqualTo("TIMED_OUT");
    }
  }

  @Test
  void givesAServerThatReadsNothingNoMoreTime() throws Exception {
    try (RawServer deaf = RawServer.doing(connection -> never.await())) {
      String payload =
          "{\"method\": \"POST\", \"url\": \"%s\", \"timeoutSeconds\": 1, \"body\": \"%s\"}"
              .formatted(deaf.url("/"), "x".repeat(16_000_000));

      assertThat(calls.failure(payload).code()).isEqualTo("TIMED_OUT");
    }
  }

  /** A backlog that is full drops what comes, as a firewall would. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void givesAConnectNoMoreTime() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK);
        Socket first = new Socket(LOOPBACK, full.getLocalPort());
        Socket second = new Socket(LOOPBACK, full.getLocalPort())) {
      calls
          .allow("http://a.example.com:* 127.0.0.1")
          .names(host -> new InetAddress[] {LOOPBACK, LOOPBACK, LOOPBACK});
      long start = System.nanoTime();

      HandledJob.Failure failure =
          calls.failure(within(1, "http://a.example.com:" + full.getLocalPort() + "/"));

      assertThat(first.isConnected() && second.isConnected()).isTrue();
      assertThat(failure.code()).isEqualTo("TIMED_OUT");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private RawServer silentAfter(String bytes) throws IOException {
    return RawServer.doing(
        connection -> {
          RawServer.send(connection, bytes);
          never.await();
        });
  }

  private HandledJob.Failure failureOnceConnected(RawServer raw, HandledJob job, Runnable then)
      throws Exception {
    ExecutorService runner = Executors.newSingleThreadExecutor();
    try {
      Future<HandledJob.Failure> failure = runner.submit(() -> job.failBy(calls.handler()));
      raw.awaitConnection();
      then.run();
      return failure.get(5, TimeUnit.SECONDS);
    } finally {
      runner.shutdownNow();
    }
  }

  private static String within(int seconds, String url) {
    return "{\"url\": \"%s\", \"timeoutSeconds\": %d}".formatted(url, seconds);
  }
}
