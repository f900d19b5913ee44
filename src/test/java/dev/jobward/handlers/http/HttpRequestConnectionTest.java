package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.HandledJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom it connects to. */
@Timeout(30)
class HttpRequestConnectionTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String EXAMPLE = "http://*.example.com:*";

  private final Calls calls = Calls.prepared();
  private LocalServer server;

  @SuppressWarnings("NullAway.Init") // set before each test
  HttpRequestConnectionTest() {}

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.start();
    server.answer("/a", 200, "seen");
  }

  @AfterEach
  void stop() {
    server.close();
    calls.close();
  }

  @Test
  void connectsToAnAddressThatIsAllowed() throws Exception {
    calls.allow(EXAMPLE + " 127.0.0.1").names(host -> addresses("127.0.0.1"));

    calls.result(Calls.get("http://inside.example.com:" + server.port() + "/a"));

    assertThat(server.last().header("Host")).isEqualTo("inside.example.com:" + server.port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "fd00:ec2::254",
        "0.0.0.0",
        "::"
      })
  void refusesANameThatLeadsToASpecialAddress(String address) throws Exception {
    calls.allow(EXAMPLE).names(host -> addresses(address));

    HandledJob.Failure failure =
        calls.failure(Calls.get("http://inside.example.com:" + server.port() + "/a"));

    assertThat(failure.code()).isEqualTo("TARGET_REFUSED");
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("jobward.http.allow").doesNotContain(address);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void refusesAnAllowedNameThatIsThisMachine() throws Exception {
    calls.allow("http://localhost:*");

    assertThat(calls.failure(Calls.get("http://localhost:" + server.port() + "/a")).code())
        .isEqualTo("TARGET_REFUSED");
  }

  /** The name server says something harmless to the check, and 127.0.0.1 to whoever asks next. */
  @Test
  void connectsToTheAddressThatWasChecked() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    calls
        .allow(EXAMPLE + " 127.0.0.2")
        .names(
            host -> {
              asked.add(host);
              return addresses(asked.size() == 1 ? "127.0.0.2" : "127.0.0.1");
            });
    String url = "http://rebinding.example.com:" + server.port() + "/a";

    HandledJob.Failure first = calls.failure(Calls.get(url));
    HandledJob.Failure second = calls.failure(Calls.get(url));

    // Nobody listens on 127.0.0.2; that it was refused says that it was the one connected to.
    assertThat(first.code()).isEqualTo("CONNECTION_FAILED");
    assertThat(second.code()).isEqualTo("TARGET_REFUSED");
    assertThat(asked).hasSize(2);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void passesOverAddressesThatAreRefusedOrSilent() throws Exception {
    calls
        .allow(EXAMPLE + " 127.0.0.0/29")
        .names(host -> addresses("10.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.1"));

    assertThat(
            calls
                .result(Calls.get("http://inside.example.com:" + server.port() + "/a"))
                .path("body")
                .stringValue())
        .isEqualTo("seen");
  }

  @Test
  void asksNoNameServerForAnAddress() throws Exception {
    calls.names(
        host -> {
          throw new AssertionError("asked for " + host);
        });

    calls.result(Calls.get(server.url("/a")));

    assertThat(server.received()).hasSize(1);
  }

  @Test
  void retriesAfterANameThatIsNotFound() throws Exception {
    calls
        .allow(EXAMPLE)
        .names(
            host -> {
              throw new UnknownHostException(host);
            });

    HandledJob.Failure failure = calls.failure(Calls.get("http://a.example.com/"));

    assertThat(failure.code()).isEqualTo("UNKNOWN_HOST");
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void retriesWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    HandledJob.Failure failure = calls.failure(Calls.get("http://127.0.0.1:" + port + "/"));

    assertThat(failure.code()).isEqualTo("CONNECTION_FAILED");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message()).doesNotContain("127.0.0.1");
  }

  @Test
  void goesThroughNoProxyOfTheMachine() throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(new DeadProxy());
    try {
      calls.result(Calls.get(server.url("/a")));
    } finally {
      ProxySelector.setDefault(before);
    }

    assertThat(server.received()).hasSize(1);
  }

  /** What the JVM would use for any socket that does not say otherwise. */
  private static final class DeadProxy extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(LOOPBACK, 1)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // There is no other.
    }
  }

  @Test
  void refusesAtRunTimeWhatIsNoLongerAllowed() throws Exception {
    calls.allow("");

    HandledJob.Failure failure = calls.failure(Calls.get(server.url("/a")));

    assertThat(failure.code()).isEqualTo("TARGET_REFUSED");
    assertThat(failure.message())
        .isEqualTo(
            "The target cannot be called: the administrator has allowed no targets"
                + " (jobward.http.allow).");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void failsAtOnceWithAPayloadThatIsNoLongerValid() throws Exception {
    HandledJob.Failure failure = calls.failure("{\"url\": 5}");

    assertThat(failure.code()).isEqualTo("INVALID_PAYLOAD");
    assertThat(failure.retryable()).isFalse();
  }

  private static InetAddress[] addresses(String... literals) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      addresses[i] = InetAddress.getByName(literals[i]);
    }
    return addresses;
  }
}
