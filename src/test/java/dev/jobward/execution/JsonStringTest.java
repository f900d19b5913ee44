package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonStringTest {

  private static final JsonFactory FACTORY = new JsonFactory();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "\"",
        "\\",
        "\\u0000",
        "\0\u0001\t\r\n\f\b",
        "\u007f\u0080",
        "Zoë 😀",
        "\uD800",
        "\uDC00\uD800",
        "a\uDFFF",
        "\u2028\u2029",
        "\uFFFE\uFFFF",
        "</script>"
      })
  void readsBackAsTheSameText(String text) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), JsonString.of(text))) {
      json.nextToken();
      assertThat(json.getString()).isEqualTo(text);
      assertThat(json.nextToken()).isNull();
    }
  }

  @Test
  void isAsciiThatAnyTextColumnTakes() {
    assertThat(JsonString.of("\0 Zoë 😀 \uD800 \u007f")).matches("[\\x20-\\x7e]*");
  }

  @Test
  void escapesNothingElse() {
    assertThat(JsonString.of("a/b'<>&")).isEqualTo("\"a/b'<>&\"");
  }
}
