package dev.jobward.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.handlers.http.LocalServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysLocationTest {

  private static final String KEY = "mp.jwt.verify.publickey.location";

  /** What the configuration has under other keys. */
  private static final Map<String, String> VARIABLES = new HashMap<>();

  @AfterEach
  void close() {
    KeysLocation.close();
    VARIABLES.clear();
  }

  @Test
  void isNoBusinessOfOursWhereNoneIsSet() {
    KeysLocation source = among();

    assertThat(source.getValue(KEY)).isNull();
    assertThat(source.getValue("mp.jwt.verify.issuer")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/publicKey.pem",
        "file:///etc/keys.json",
        "classpath:keys.json",
        "NONE",
        "",
        "https://",
        "https://{tenant}/keys",
        "http://a b"
      })
  void isNoBusinessOfOursWhereItIsNoUrlOfAProvider(String location) {
    assertThat(among(new Source(location, 300)).getValue(KEY)).isNull();
  }

  @Test
  void isAPortOfThisMachineWhereItIsAUrl() throws IOException {
    try (LocalServer provider = LocalServer.start()) {
      String url = provider.url("/keys");
      KeysLocation source = among(new Source(null, 400), new Source(url, 300));

      String location = source.getValue(KEY);

      assertThat(location).matches("http://127\\.0\\.0\\.1:[0-9]+/keys").isNotEqualTo(url);
      assertThat(source.getValue(KEY)).isEqualTo(location);
      assertThat(among(new Source(url, 400)).getValue(KEY)).isEqualTo(location);
    }
  }

  @Test
  void isFoundBehindAnExpression() throws IOException {
    try (LocalServer provider = LocalServer.start()) {
      KeysLocation source = among(new Source("${LOCATION:NONE}", 350));

      assertThat(source.getValue(KEY)).isNull();
      VARIABLES.put("LOCATION", provider.url("/keys"));
      assertThat(source.getValue(KEY)).startsWith("http://127.0.0.1:");
    }
  }

  @Test
  void isWhatTheFirstOtherSourceSays() {
    Source file = new Source("/publicKey.pem", 400);
    Source url = new Source("https://provider.example/keys", 300);

    assertThat(among(file, url).getValue(KEY)).isNull();
  }

  /** It has to win over the sources that say where the provider is. */
  @Test
  void comesBeforeSystemProperties() {
    assertThat(among().getOrdinal()).isGreaterThan(400);
  }

  /** A source that knows this location, or nothing. */
  private record Source(@Nullable String location, int ordinal) implements ConfigSource {

    @Override
    public Set<String> getPropertyNames() {
      return Set.of();
    }

    @Override
    public @Nullable String getValue(String name) {
      return name.equals(KEY) ? location : null;
    }

    @Override
    public String getName() {
      return "source " + ordinal;
    }

    @Override
    public int getOrdinal() {
      return ordinal;
    }
  }

  /** As a server has it: among the others, and the first of them. */
  private static KeysLocation among(Source... others) {
    List<ConfigSource> all = new ArrayList<>();
    KeysLocation location =
        new KeysLocation(() -> all, key -> Optional.ofNullable(VARIABLES.get(key)));
    all.add(location);
    all.addAll(List.of(others));
    return location;
  }
}
