package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the servers' consoles show of the settings is what holds where nobody changes it. */
class ServerConfigTest {

  private static final Pattern PAYARA =
      Pattern.compile("set-config-property .*--propertyName=(jobward\\S+) --propertyValue=(\\S+)");
  private static final Pattern WILDFLY = Pattern.compile("\\s+(jobward\\S+)=\"(.*)\".*");

  /** Payara cannot be told an empty value; those settings are added where they are wanted. */
  @Test
  void givesPayaraEverySettingThatHasAValue() throws IOException {
    assertThat(settings(Path.of("server-config/payara/settings.asadmin"), PAYARA))
        .isEqualTo(
            standards(
                Stream.concat(
                    numbers(), texts().filter(setting -> !setting.getValue().isEmpty()))));
  }

  @Test
  void givesWildFlyEverySetting() throws IOException {
    assertThat(settings(Path.of("server-config/wildfly/jobward.cli"), WILDFLY))
        .isEqualTo(standards(Stream.concat(numbers(), texts())));
  }

  private static Map<String, String> settings(Path file, Pattern pattern) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Map<String, String> settings = new TreeMap<>();
    for (String line : lines) {
      Matcher setting = pattern.matcher(line);
      if (setting.matches()) {
        settings.put(setting.group(1), setting.group(2));
      }
    }
    return settings;
  }

  private static Map<String, String> standards(Stream<Map.Entry<String, String>> settings) {
    Map<String, String> standards = new TreeMap<>();
    settings.forEach(setting -> standards.put(setting.getKey(), setting.getValue()));
    return standards;
  }

  private static Stream<Map.Entry<String, String>> numbers() {
    return Arrays.stream(Setting.values())
        .map(setting -> Map.entry(setting.key(), Integer.toString(setting.standard())));
  }

  private static Stream<Map.Entry<String, String>> texts() {
    return Arrays.stream(TextSetting.values())
        .map(setting -> Map.entry(setting.key(), setting.standard()));
  }
}
