package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", " ", "ann ", "Ann", "Zoë", "😀", "\n\u0001", "\uFFFD", "%00"})
  void isTheSubjectAsItStandsThere(String subject) {
    assertThat(Owner.of(subject)).contains(new Owner(subject));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "a\0b", "\uD83D", "\uDE00\uD83D", "a\uDE00"})
  void isNoSubjectThatCannotBeKeptExactly(String subject) {
    assertThat(Owner.of(subject)).isEmpty();
  }

  @Test
  void hasAtMost1024Bytes() {
    assertThat(Owner.of("a".repeat(1024))).isPresent();
    assertThat(Owner.of("a".repeat(1025))).isEmpty();
    assertThat(Owner.of("ë".repeat(512))).isPresent();
    assertThat(Owner.of("ë".repeat(513))).isEmpty();
  }

  @Test
  void isAnotherOneInAnotherNormalForm() {
    assertThat(Owner.of("Zo\u00eb")).isNotEqualTo(Owner.of("Zoe\u0308"));
  }
}
