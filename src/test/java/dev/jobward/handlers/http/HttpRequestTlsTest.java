package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.jobward.execution.HandledJob;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are checked, and whose they are. */
@Timeout(60)
class HttpRequestTlsTest {

  private final Calls calls =
      Calls.prepared()
          .allow("https://*.example.com:* http://*.example.com:* https://127.0.0.1:* 127.0.0.1")
          .names(host -> new InetAddress[] {InetAddress.getLoopbackAddress()});

  private final AtomicInteger answered = new AtomicInteger();

  @TempDir private Path folder;
  private HttpsServer server;

  @SuppressWarnings("NullAway.Init") // set by each test
  HttpRequestTlsTest() {}

  @AfterEach
  void stop() {
    server.stop(0);
    calls.close();
  }

  @Test
  void callsAServerWhoseCertificateIsTrusted() throws Exception {
    TestCertificate certificate = TestCertificate.of(folder, "dns:a.example.com");
    start(certificate);
    calls.trust(certificate.client());

    assertThat(calls.result(Calls.get(url("a.example.com"))).path("body").stringValue())
        .isEqualTo("secret");
  }

  @Test
  void callsAServerWhoseCertificateNamesItsAddress() throws Exception {
    TestCertificate certificate = TestCertificate.of(folder, "ip:127.0.0.1");
    start(certificate);
    calls.trust(certificate.client());

    assertThat(calls.result(Calls.get(url("127.0.0.1"))).path("body").stringValue())
        .isEqualTo("secret");
  }

  @Test
  void refusesACertificateThatNobodyKnows() throws Exception {
    start(TestCertificate.of(folder, "dns:a.example.com"));

    assertRefused(calls.failure(Calls.get(url("a.example.com"))));
  }

  @Test
  void refusesATrustedCertificateOfAnotherHost() throws Exception {
    TestCertificate certificate = TestCertificate.of(folder, "dns:b.example.com");
    start(certificate);
    calls.trust(certificate.client());

    assertRefused(calls.failure(Calls.get(url("a.example.com"))));
  }

  @Test
  void refusesARedirectToTheOpen() throws Exception {
    TestCertificate certificate = TestCertificate.of(folder, "dns:a.example.com");
    start(certificate);
    calls.trust(certificate.client());
    server.createContext(
        "/open",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://a.example.com:81/");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });

    HandledJob.Failure failure = calls.failure(Calls.get(url("a.example.com") + "open"));

    assertThat(failure.code()).isEqualTo("TARGET_REFUSED");
    assertThat(failure.message()).contains("from https to http");
  }

  @Test
  void retriesWhereNobodySpeaksTls() throws Exception {
    start(TestCertificate.of(folder, "dns:a.example.com"));
    try (RawServer plain =
        RawServer.doing(connection -> RawServer.send(connection, "HTTP/1.1 400 No\r\n\r\n"))) {
      HandledJob.Failure failure =
          calls.failure(Calls.get("https://a.example.com:" + plain.port() + "/"));

      assertThat(failure.code()).isEqualTo("CONNECTION_FAILED");
      assertThat(failure.retryable()).isTrue();
    }
  }

  private void start(TestCertificate certificate) throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    server.createContext(
        "/",
        exchange -> {
          answered.incrementAndGet();
          byte[] body = "secret".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private String url(String host) {
    return "https://" + host + ":" + server.getAddress().getPort() + "/";
  }

  private void assertRefused(HandledJob.Failure failure) {
    assertThat(failure.code()).isEqualTo("CERTIFICATE_REFUSED");
    assertThat(failure.retryable()).isFalse();
    assertThat(answered).hasValue(0);
  }
}
