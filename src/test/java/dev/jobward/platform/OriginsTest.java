package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com",
        "http://localhost:3000",
        "https://xn--mnchen-3ya.example",
        "http://127.0.0.1:8081",
        "http://[::1]:3000",
        "https://app.example.com:80",
        "https://app.example.com:65535"
      })
  void takesAnOriginAsABrowserSendsIt(String origin) {
    assertThat(Origins.faults(origin)).isEmpty();
    assertThat(Origins.parse(origin).contains(origin)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "x",
        "app.example.com",
        "//app.example.com",
        "https://",
        "https://*.example.com",
        "https://app.example.com/",
        "https://app.example.com/portal",
        "https://app.example.com?x",
        "https://app.example.com#x",
        "https://me@app.example.com",
        "https://App.example.com",
        "HTTPS://app.example.com",
        "https://münchen.example",
        "https://app.example.com:",
        "https://app.example.com:0",
        "https://app.example.com:065",
        "https://app.example.com:65536",
        "https://app.example.com:*",
        "https://app.example.com:443",
        "http://app.example.com:80",
        "http://::1",
        "ftp://app.example.com",
        "file://",
        "https://.example.com",
        "https://example.com."
      })
  void refusesWhatNoBrowserSends(String text) {
    assertThat(Origins.faults(text)).singleElement().asString().startsWith('"' + text + "\" must");
    assertThatThrownBy(() -> Origins.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesSeveralAndNoneThatIsOnlyLikeThem() {
    Origins origins = Origins.parse(" https://a.example.com,http://localhost:3000 ,\n");

    assertThat(origins.contains("https://a.example.com")).isTrue();
    assertThat(origins.contains("http://localhost:3000")).isTrue();
    for (String other :
        new String[] {
          "http://a.example.com",
          "https://a.example.com:8443",
          "https://a.example.com.evil.example",
          "https://evil.example/https://a.example.com",
          "https://A.example.com",
          "https://a.example.com/",
          "http://localhost",
          "http://localhost:30000",
          "null",
          "*",
          ""
        }) {
      assertThat(origins.contains(other)).as(other).isFalse();
    }
  }

  @Test
  void isEmptyWhereNothingIsSet() {
    assertThat(Origins.parse("").contains("")).isFalse();
  }

  @Test
  void namesEachFault() {
    assertThat(Origins.faults("https://a.example.com, null, https://b.example.com/")).hasSize(2);
  }
}
