package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void hasDefaultsWhereNothingIsSet() {
    Settings settings = Settings.of(Map.of());

    assertThat(settings.number(Setting.MAX_BODY_BYTES)).isEqualTo(1024 * 1024);
    assertThat(settings.duration(Setting.LEASE)).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.duration(Setting.MAX_BACK_OFF)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void takesBothBounds() {
    for (Setting setting : Setting.values()) {
      assertThat(setting.parse(Integer.toString(setting.min()))).hasValue(setting.min());
      assertThat(setting.parse(Integer.toString(setting.max()))).hasValue(setting.max());
      assertThat(setting.parse(Integer.toString(setting.standard()))).hasValue(setting.standard());
      assertThat(setting.parse(Long.toString(setting.min() - 1L))).isEmpty();
      assertThat(setting.parse(Long.toString(setting.max() + 1L))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "many", "5.0", "1e3", "99999999999", "15s"})
  void refusesWhatIsNoWholeNumber(String text) {
    assertThatThrownBy(
            () ->
                new Settings(
                    key -> key.equals(Setting.LEASE.key()) ? Optional.of(text) : Optional.empty()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("jobward.execution.lease-seconds")
        .hasMessageContaining("between 5 and 3600");
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThatThrownBy(() -> new Settings(key -> Optional.of("x")))
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .contains(Arrays.stream(Setting.values()).map(Setting::key).toList())
                    .contains(Arrays.stream(TextSetting.values()).map(TextSetting::key).toList()));
  }

  @Test
  void refusesALongestBackOffBelowTheFirst() {
    assertThatThrownBy(
            () -> Settings.of(Map.of(Setting.FIRST_BACK_OFF, 2000, Setting.MAX_BACK_OFF, 1000)))
        .hasMessageContaining("jobward.retry.max-milliseconds must not be less than");
  }

  @Test
  void takesATextAsItIs() {
    String list = "https://*.example.com/hooks, 10.1.0.0/16";
    Settings settings =
        new Settings(
            key -> key.equals(TextSetting.HTTP_ALLOW.key()) ? Optional.of(list) : Optional.empty());

    assertThat(settings.text(TextSetting.HTTP_ALLOW)).isEqualTo(list);
    assertThat(Settings.of(Map.of()).text(TextSetting.HTTP_ALLOW)).isEmpty();
  }

  @Test
  void namesTheEntriesOfAListThatAreNone() {
    assertThatThrownBy(
            () ->
                new Settings(
                    key ->
                        key.equals(TextSetting.HTTP_ALLOW.key())
                            ? Optional.of("https://ok.example ftp://x.example 10.0.0.1/8")
                            : Optional.empty()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("jobward.http.allow: \"ftp://x.example\" must begin with http://")
        .hasMessageContaining("jobward.http.allow: \"10.0.0.1/8\" must be")
        .message()
        .doesNotContain("ok.example");
  }

  @Test
  void hasTextsOfWhichTheDefaultIsValid() {
    for (TextSetting setting : TextSetting.values()) {
      assertThat(setting.faults(setting.standard())).isEmpty();
    }
  }

  @Test
  void isDescribedWithItsDefaultAndBounds() throws IOException {
    List<String> described =
        Files.readAllLines(Path.of("src/docs/operating.md")).stream()
            .filter(line -> line.startsWith("| `jobward."))
            .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2)).strip())
            .toList();

    assertThat(described).containsExactlyElementsOf(Stream.concat(numbers(), texts()).toList());
  }

  private static Stream<String> numbers() {
    return Arrays.stream(Setting.values())
        .map(
            setting ->
                "| `%s` | %d | %d–%d"
                    .formatted(setting.key(), setting.standard(), setting.min(), setting.max()));
  }

  private static Stream<String> texts() {
    return Arrays.stream(TextSetting.values())
        .map(
            setting ->
                "| `%s` | %s | text"
                    .formatted(
                        setting.key(),
                        setting.standard().isEmpty() ? "empty" : setting.standard()));
  }
}
