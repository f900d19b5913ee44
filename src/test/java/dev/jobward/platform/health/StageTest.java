package dev.jobward.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageTest {

  private final Stage stage = new Stage();

  @Test
  void isNotStartedBeforeAllHasBegun() {
    assertThat(stage.isStarted()).isFalse();

    stage.start(new Object());

    assertThat(stage.isStarted()).isTrue();
    assertThat(stage.isStopping()).isFalse();
  }

  @Test
  void stopsBeforeItsPartsDo() {
    stage.start(new Object());

    stage.stop(new Object());

    assertThat(stage.isStopping()).isTrue();
  }
}
