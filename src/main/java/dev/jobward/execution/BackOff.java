package dev.jobward.execution;

import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import java.time.Duration;

/**
 * How long a job waits after a failed attempt: {@code first}, doubling with each, at most {@code
 * cap}.
 *
 * @param first 1 ms or more
 * @param cap not less than {@code first}
 */
record BackOff(Duration first, Duration cap) {

  static BackOff of(Settings settings) {
    return new BackOff(
        settings.duration(Setting.FIRST_BACK_OFF), settings.duration(Setting.MAX_BACK_OFF));
  }
}
