package dev.jobward.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.handlers.http.LocalServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysLocationTest {

  private static final String KEY = "mp.jwt.verify.publickey.location";
  private static final String VARIABLE = "MP_JWT_VERIFY_PUBLICKEY_LOCATION";

  @AfterEach
  void close() {
    KeysLocation.close();
  }

  @Test
  void isNoBusinessOfOursWhereNoneIsSet() {
    KeysLocation source = source(Map.of(), Map.of());

    assertThat(source.getValue(KEY)).isNull();
    assertThat(source.getPropertyNames()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/publicKey.pem",
        "file:///etc/keys.json",
        "classpath:keys.json",
        "",
        "https://",
        "https://{tenant}/keys",
        "http://a b"
      })
  void isNoBusinessOfOursWhereItIsNoUrlOfAProvider(String location) {
    assertThat(source(Map.of(KEY, location), Map.of()).getValue(KEY)).isNull();
    assertThat(source(Map.of(), Map.of(VARIABLE, location)).getValue(KEY)).isNull();
  }

  @Test
  void isAPortOfThisMachineWhereItIsAUrl() throws IOException {
    try (LocalServer provider = LocalServer.start()) {
      String url = provider.url("/keys");
      KeysLocation source = source(Map.of(), Map.of(VARIABLE, url));

      String location = source.getValue(KEY);

      assertThat(location).matches("http://127\\.0\\.0\\.1:[0-9]+/keys").isNotEqualTo(url);
      assertThat(source.getValue(KEY)).isEqualTo(location);
      assertThat(source(Map.of(KEY, url), Map.of()).getValue(KEY)).isEqualTo(location);
      assertThat(source.getPropertyNames()).containsExactly(KEY);
      assertThat(source.getValue("mp.jwt.verify.issuer")).isNull();
    }
  }

  /** It has to win over the sources that say where the provider is. */
  @Test
  void comesBeforeSystemProperties() {
    assertThat(source(Map.of(), Map.of()).getOrdinal()).isGreaterThan(400);
  }

  private static KeysLocation source(Map<String, String> properties, Map<String, String> env) {
    return new KeysLocation(properties::get, env::get);
  }
}
