package dev.jobward.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The values of all {@link Setting}s and {@link TextSetting}s, read and checked once when the
 * application starts.
 *
 * <p>A value that cannot be stops the deployment: a server that runs with other limits than its
 * administrator believes is worse than one that does not start.
 */
@ApplicationScoped
public class Settings {

  private final Map<Setting, Integer> values = new EnumMap<>(Setting.class);
  private final Map<TextSetting, String> texts = new EnumMap<>(TextSetting.class);

  @Inject
  protected Settings() {
    this(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
  }

  /**
   * Reads every setting.
   *
   * @param source the text that is set for a key, if any
   * @throws InvalidSettingsException naming every value that cannot be
   */
  public Settings(Function<String, Optional<String>> source) {
    List<String> faults = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      Optional<String> text = source.apply(setting.key());
      Optional<Integer> value = text.flatMap(setting::parse);
      if (text.isPresent() && value.isEmpty()) {
        faults.add(
            "%s must be a whole number between %d and %d, and is \"%s\""
                .formatted(setting.key(), setting.min(), setting.max(), text.get()));
      }
      values.put(setting, value.orElse(setting.standard()));
    }
    for (TextSetting setting : TextSetting.values()) {
      String text = source.apply(setting.key()).orElse(setting.standard());
      setting.faults(text).forEach(fault -> faults.add(setting.key() + ": " + fault));
      texts.put(setting, text);
    }
    if (number(Setting.MAX_BACK_OFF) < number(Setting.FIRST_BACK_OFF)) {
      faults.add(
          "%s must not be less than %s"
              .formatted(Setting.MAX_BACK_OFF.key(), Setting.FIRST_BACK_OFF.key()));
    }
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
  }

  /** Settings with these values, and the defaults for the rest. */
  public static Settings of(Map<Setting, Integer> values) {
    Map<String, String> texts = new HashMap<>();
    values.forEach((setting, value) -> texts.put(setting.key(), Integer.toString(value)));
    return new Settings(key -> Optional.ofNullable(texts.get(key)));
  }

  public int number(Setting setting) {
    Integer value = values.get(setting);
    return value == null ? setting.standard() : value;
  }

  /** For a setting that is a time. */
  public Duration duration(Setting setting) {
    return setting.duration(number(setting));
  }

  public String text(TextSetting setting) {
    return texts.getOrDefault(setting, setting.standard());
  }
}
