package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobFailureTest {

  @Test
  void remembersHowLongToWait() {
    JobFailure failure = JobFailure.retryable("BUSY", "Later.", Duration.ofMinutes(2));

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.error().code()).isEqualTo("BUSY");
    assertThat(failure.retryAfter()).hasValue(Duration.ofMinutes(2));
  }

  @Test
  void knowsOfNoWaitWhereNothingIsSaidOfIt() {
    assertThat(JobFailure.retryable("BUSY", "Later.").retryAfter()).isEmpty();
    assertThat(JobFailure.permanent("GONE", "Never.").retryAfter()).isEmpty();
  }

  @Test
  void waitsNoLongerThanADay() {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);

    assertThat(JobFailure.retryable("BUSY", "Later.", forever).retryAfter())
        .hasValue(Duration.ofHours(24));
  }

  @Test
  void takesATimeThatIsPastForNone() {
    assertThat(JobFailure.retryable("BUSY", "Later.", Duration.ofSeconds(-1)).retryAfter())
        .hasValue(Duration.ZERO);
  }
}
