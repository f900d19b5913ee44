package dev.jobward.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jobward.handlers.http.LocalServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class KeysAtHandTest {

  private static final String GOOD = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\"}]}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void giveTheProvidersKeysToWhoAsksForThem() throws Exception {
    try (LocalServer provider = LocalServer.start().answer("/keys", 200, GOOD);
        KeysAtHand keys = open(provider.url("/keys"))) {
      await().untilAsserted(() -> assertThat(get(keys).body()).isEqualTo(GOOD));

      HttpResponse<String> answer = get(keys);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("max-age=5");
      assertThat(keys.location().getHost()).isEqualTo("127.0.0.1");
    }
  }

  /** A server that waits for keys is a server that does not answer. */
  @Test
  void answerAtOnceThoughTheProviderHangs() throws Exception {
    try (ServerSocket hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        KeysAtHand keys = open("http://127.0.0.1:%d/".formatted(hanging.getLocalPort()))) {
      long start = System.nanoTime();

      assertThat(get(keys).body()).isEqualTo("{\"keys\":[]}");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void answerOthersWhileOneSaysNothing() throws Exception {
    try (LocalServer provider = LocalServer.start();
        KeysAtHand keys = open(provider.url("/keys"));
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), keys.location().getPort())) {
      assertThat(get(keys).statusCode()).isEqualTo(200);
      assertThat(silent.isConnected()).isTrue();
    }
  }

  @Test
  void goOnAfterWhatIsNoRequest() throws Exception {
    try (LocalServer provider = LocalServer.start();
        KeysAtHand keys = open(provider.url("/keys"))) {
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), keys.location().getPort())) {
        socket.getOutputStream().write("x".repeat(9_000).getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // It may close while this is still being written.
      }
      HttpRequest post =
          HttpRequest.newBuilder(keys.location()).POST(HttpRequest.BodyPublishers.noBody()).build();

      assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
      assertThat(get(keys).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void areGoneOnceClosed() throws Exception {
    try (LocalServer provider = LocalServer.start()) {
      KeysAtHand keys = open(provider.url("/keys"));

      keys.close();

      // The system may let one more in, who is sent away.
      assertThatThrownBy(() -> get(keys)).isInstanceOf(IOException.class);
    }
  }

  private static KeysAtHand open(String provider) {
    return KeysAtHand.open(new ProviderKeys(URI.create(provider)));
  }

  private HttpResponse<String> get(KeysAtHand keys) throws Exception {
    return http.send(HttpRequest.newBuilder(keys.location()).build(), BodyHandlers.ofString());
  }
}
