package dev.jobward.dev.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A short run of {@code scripts/crash-test}. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashTestIT {

  @Test
  void losesNothingAndDoesNothingTwice() throws Exception {
    CrashReport report = CrashTest.run(Duration.ofSeconds(30));

    System.out.println(report);
    assertThat(report.violations()).isEmpty();
  }
}
