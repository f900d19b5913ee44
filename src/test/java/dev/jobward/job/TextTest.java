package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What handlers say, as it is stored: {@link JobError} and {@link Progress}. */
class TextTest {

  @Test
  void keepsAnErrorOfTheGreatestLength() {
    JobError error = new JobError("c".repeat(100), "m".repeat(2000));

    assertThat(error.code()).hasSize(100);
    assertThat(error.message()).hasSize(2000).doesNotContain("…");
  }

  @Test
  void cutsALongerError() {
    JobError error = new JobError("c".repeat(101), "m".repeat(1_000_000));

    assertThat(error.code()).hasSize(100).endsWith("c…");
    assertThat(error.message()).hasSize(2000).endsWith("m…");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\0", "\uD83D", "\uDE00\uD83D", "a\uDE00b"})
  void replacesWhatTheDatabaseCannotStore(String message) {
    String stored = new JobError("CODE", message).message();

    assertThat(stored).hasSameSizeAs(message).doesNotContain("\0");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(stored)).isTrue();
  }

  @Test
  void cutsNoCharacterIntoHalves() {
    String stored = new JobError("CODE", "😀".repeat(2001)).message();

    assertThat(stored.codePoints()).hasSize(2000);
    assertThat(stored).endsWith("😀…");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(stored)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Zoë 😀", "line\nline", "\uFFFD"})
  void keepsOrdinaryTextAsItIs(String message) {
    assertThat(new JobError("CODE", message).message()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100})
  void takesProgressFromNothingToAll(int percent) {
    assertThat(Progress.of(percent).percent()).isEqualTo(percent);
    assertThat(Progress.of(percent).message()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesProgressBeyondIt(int percent) {
    assertThatIllegalArgumentException().isThrownBy(() -> Progress.of(percent));
    assertThatIllegalArgumentException().isThrownBy(() -> Progress.of(percent, "x"));
  }

  @Test
  void cutsALongMessageOfProgress() {
    assertThat(Progress.of(5, "m".repeat(500)).message()).contains("m".repeat(500));
    assertThat(Progress.of(5, "m".repeat(501)).message()).contains("m".repeat(499) + "…");
    assertThat(Progress.of(5, "😀".repeat(500)).message()).contains("😀".repeat(500));
    assertThat(Progress.of(5, "😀".repeat(501)).message()).contains("😀".repeat(499) + "…");
    assertThat(Progress.of(5, "a\0b").message()).contains("a\uFFFDb");
  }
}
