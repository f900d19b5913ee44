package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTypeTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "report.export", "a-b_c.9", "a..", "A1"})
  void isAName(String name) {
    assertThat(JobType.parse(name).orElseThrow()).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "1a", "-a", ".a", "_a", "a b", "a\n", "a\0", "é", "aé", "a/b", "a%", "ａ"})
  void isNoOtherText(String name) {
    assertThat(JobType.parse(name)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new JobType(name));
  }

  @Test
  void hasAtMostAHundredCharacters() {
    assertThat(JobType.parse("a".repeat(100))).isPresent();
    assertThat(JobType.parse("a".repeat(101))).isEmpty();
  }

  @Test
  void differsByLetterCase() {
    assertThat(new JobType("echo")).isNotEqualTo(new JobType("Echo"));
  }
}
