package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispositionTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "report.csv, report.csv, report.csv",
        "a b.csv, a b.csv, a%20b.csv",
        "Zoë.csv, Zo_.csv, Zo%C3%AB.csv",
        "😀, __, %F0%9F%98%80",
        "a\"b\\c, a_b_c, a%22b%5Cc",
        "../../etc, .._.._etc, ..%2F..%2Fetc",
        "100%, 100_, 100%25",
        "it's;x=y, it's;x=y, it%27s%3Bx%3Dy",
        "a+b*c, a+b*c, a%2Bb%2Ac"
      })
  void namesTheFileTwice(String name, String ascii, String encoded) {
    assertThat(ResultAnswer.disposition(name))
        .isEqualTo("attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, encoded));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nSet-Cookie: x=y", "\0", "a\tb", "\u007f", "\u0085", "\u2028", "\uD800"})
  void letsNothingIntoTheHeaderThatCouldEndIt(String name) {
    assertThat(ResultAnswer.disposition(name)).matches("[\\x20-\\x7e]+");
  }

  @Test
  void isAnAttachmentEvenWithoutAName() {
    assertThat(ResultAnswer.disposition(""))
        .isEqualTo("attachment; filename=\"\"; filename*=UTF-8''");
  }
}
