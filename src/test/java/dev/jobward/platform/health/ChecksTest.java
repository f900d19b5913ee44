package dev.jobward.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.platform.Pulse;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChecksTest {

  private final Stage stage = new Stage();

  @BeforeAll
  static void answerWithoutAServer() {
    HealthCheckResponse.setResponseProvider(Builder::new);
  }

  @AfterAll
  static void leaveItAsItWas() {
    HealthCheckResponse.setResponseProvider(null);
  }

  @Test
  void isLiveWhileAllLoopsComeRound() {
    assertThat(told(new LoopsCheck(patience -> List.of()))).isEqualTo("loops UP");
  }

  @Test
  void isNotLiveWhenOneLoopHangsForLong() {
    assertThat(
            told(
                new LoopsCheck(
                    patience ->
                        patience.equals(LoopsCheck.PATIENCE) ? List.of("Claiming") : List.of())))
        .isEqualTo("loops DOWN");
  }

  @Test
  void isStartedAndReadyOnceAllHasBegunAndNotReadyWhenItStops() {
    assertThat(told(new StartCheck(stage))).isEqualTo("started DOWN");
    assertThat(told(new ServiceCheck(stage))).isEqualTo("service DOWN");

    stage.start(new Object());
    assertThat(told(new StartCheck(stage))).isEqualTo("started UP");
    assertThat(told(new ServiceCheck(stage))).isEqualTo("service UP");

    stage.stop(new Object());
    assertThat(told(new StartCheck(stage))).isEqualTo("started UP");
    assertThat(told(new ServiceCheck(stage))).isEqualTo("service DOWN");
  }

  /** With one that is heard: {@code PulseIT}. */
  @Test
  void isNotReadyBeforeTheDatabaseWasHeard() {
    assertThat(told(new DatabaseCheck(new Pulse() {}))).isEqualTo("database DOWN");
  }

  private static String told(HealthCheck check) {
    HealthCheckResponse answer = check.call();
    assertThat(answer.getData()).isEmpty();
    return answer.getName() + " " + answer.getStatus();
  }

  private static final class Builder extends HealthCheckResponseBuilder {

    private String name = "";
    private boolean up;

    @Override
    public HealthCheckResponseBuilder name(String value) {
      name = value;
      return this;
    }

    @Override
    public HealthCheckResponseBuilder withData(String key, String value) {
      throw new UnsupportedOperationException("anybody may read it");
    }

    @Override
    public HealthCheckResponseBuilder withData(String key, long value) {
      throw new UnsupportedOperationException("anybody may read it");
    }

    @Override
    public HealthCheckResponseBuilder withData(String key, boolean value) {
      throw new UnsupportedOperationException("anybody may read it");
    }

    @Override
    public HealthCheckResponseBuilder up() {
      return status(true);
    }

    @Override
    public HealthCheckResponseBuilder down() {
      return status(false);
    }

    @Override
    public HealthCheckResponseBuilder status(boolean value) {
      up = value;
      return this;
    }

    @Override
    public HealthCheckResponse build() {
      return new HealthCheckResponse(
          name,
          up ? HealthCheckResponse.Status.UP : HealthCheckResponse.Status.DOWN,
          Optional.empty());
    }
  }
}
