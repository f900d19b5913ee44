package dev.jobward.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(strings = {"{}", " [1, 1e400, \"\\ud800\"] ", "null", "5", "\"a\"", "{\"a\":{}}"})
  void knowsAValue(String text) {
    assertThat(Json.isValue(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{oops", "{} {}", "1 2", "NaN", "{\"a\":}", "[1,]", "'a'"})
  void knowsWhatIsNone(String text) {
    assertThat(Json.isValue(text)).isFalse();
  }
}
