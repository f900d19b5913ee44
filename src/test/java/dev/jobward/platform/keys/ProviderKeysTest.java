package dev.jobward.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.handlers.http.LocalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ProviderKeysTest {

  private static final String GOOD = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\"}]}";

  private LocalServer provider;

  @SuppressWarnings("NullAway.Init") // set before each test
  ProviderKeysTest() {}

  @BeforeEach
  void start() throws IOException {
    provider = LocalServer.start();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void areNobodysUntilTheProviderWasAsked() {
    assertThat(text(keys("/none"))).isEqualTo("{\"keys\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GOOD,
        "{\"x\":[1,{}],\"keys\":[{\"kty\":\"EC\"},{\"kty\":\"RSA\"}],\"y\":{}}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"
      })
  void areTheTextThatTheProviderPublishes(String published) {
    provider.answer("/keys", 200, published);
    ProviderKeys keys = keys("/keys");

    keys.askOnce();

    assertThat(text(keys)).isEqualTo(published);
  }

  @Test
  void areReplacedByNewOnes() {
    provider.answerInTurn("/keys", GOOD, GOOD.replace("\"a\"", "\"b\""));
    ProviderKeys keys = keys("/keys");

    keys.askOnce();
    keys.askOnce();

    assertThat(text(keys)).contains("\"b\"");
  }

  /** What proxies, pages for maintenance and half a release answer with. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Back soon</html>",
        "{}",
        "{\"keys\":[]}",
        "{\"keys\":[1]}",
        "{\"keys\":{}}",
        "{\"keys\":[{\"kty\":\"RSA\"}]",
        "[{\"kty\":\"RSA\"}]",
        "{\"error\":\"x\"}",
        "null"
      })
  void stayWhenTheProviderAnswersWithSomethingElse(String answer) {
    provider.answerInTurn("/keys", GOOD, answer);
    ProviderKeys keys = keys("/keys");
    keys.askOnce();

    assertThatThrownBy(keys::askOnce)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("/keys");
    assertThat(text(keys)).isEqualTo(GOOD);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503, 204})
  void areNoneWhereTheStatusIsAnother(int status) {
    provider.answer("/keys", status, status == 204 ? "" : GOOD);
    ProviderKeys keys = keys("/keys");

    assertThatThrownBy(keys::askOnce).isInstanceOf(UncheckedIOException.class);
    assertThat(text(keys)).isEqualTo("{\"keys\":[]}");
  }

  @Test
  void stayWhenTheProviderIsGone() {
    ProviderKeys keys = knowing(GOOD);
    provider.close();

    assertThatThrownBy(keys::askOnce).isInstanceOf(UncheckedIOException.class);
    assertThat(text(keys)).isEqualTo(GOOD);
  }

  @Test
  void areNotWaitedForWithoutEndWhenTheProviderHangs() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ProviderKeys keys =
          new ProviderKeys(URI.create("http://127.0.0.1:%d/".formatted(hanging.getLocalPort())));
      long start = System.nanoTime();

      assertThatThrownBy(keys::askOnce).isInstanceOf(UncheckedIOException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void areNotReadWithoutEnd() {
    provider.answer("/keys", 200, GOOD + " ".repeat(1_048_576));

    assertThatThrownBy(keys("/keys")::askOnce).hasMessageContaining("more than");
  }

  private ProviderKeys knowing(String text) {
    provider.answer("/keys", 200, text);
    ProviderKeys keys = keys("/keys");
    keys.askOnce();
    return keys;
  }

  private ProviderKeys keys(String path) {
    return new ProviderKeys(URI.create(provider.url(path)));
  }

  private static String text(ProviderKeys keys) {
    return new String(keys.known(), StandardCharsets.UTF_8);
  }
}
