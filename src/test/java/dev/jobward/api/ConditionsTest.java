package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

  private static final ETag TAG = new ETag("abc");
  private static final List<String> RANGE = List.of("bytes=2-3");

  @Test
  void giveAPartToWhoAsksForOne() {
    assertThat(new Conditions(List.of(), List.of(), RANGE).part(TAG, 10))
        .contains(new ByteRange(2, 2));
  }

  @Test
  void giveAPartToWhoHasTheRestOfTheSameBytes() {
    assertThat(ifRange("\"abc\"").part(TAG, 10)).contains(new ByteRange(2, 2));
    assertThatExceptionOfType(RangeNotSatisfiable.class)
        .isThrownBy(() -> ifRange("\"abc\"").part(TAG, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\"",
        "W/\"abc\"",
        "abc",
        "*",
        "",
        "\"abc\", \"abc\"",
        "\"abc\" x",
        "\"ABC\"",
        "Tue, 24 Nov 2026 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT"
      })
  void giveTheWholeToWhoHasAPartOfOtherBytes(String ifRange) {
    assertThat(ifRange(ifRange).part(TAG, 10)).isEmpty();
    // The range is not even looked at.
    assertThat(ifRange(ifRange).part(TAG, 2)).isEmpty();
  }

  @Test
  void giveTheWholeToWhoSendsIfRangeTwice() {
    assertThat(new Conditions(List.of(), List.of("\"abc\"", "\"abc\""), RANGE).part(TAG, 10))
        .isEmpty();
  }

  private static Conditions ifRange(String line) {
    return new Conditions(List.of(), List.of(line), RANGE);
  }
}
