package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.Progress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptTest {

  private final Attempt attempt = Attempts.some();

  @AfterEach
  void leaveNoInterruptBehind() {
    Thread.interrupted();
  }

  @Test
  void saysItsLatestProgressOnce() {
    Progress latest = Progress.of(2);
    attempt.report(Progress.of(1));
    attempt.report(latest);

    assertThat(attempt.takeProgress()).containsSame(latest);
    assertThat(attempt.takeProgress()).isEmpty();
  }

  @Test
  void interruptsItsThreadWhenAskedToStop() {
    attempt.started();

    attempt.cancel();

    assertThat(attempt.isStopRequested()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void leavesTheThreadAloneOnceItHasEnded() {
    attempt.started();
    attempt.ended();

    attempt.cancel();

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void remembersAStopThatCameBeforeItStarted() {
    attempt.cancel();

    assertThat(attempt.isStopRequested()).isTrue();
  }

  @Test
  void takesALossForMoreThanACancel() {
    attempt.lost();
    attempt.cancel();

    assertThat(attempt.isLost()).isTrue();
    assertThat(attempt.isCancelRequested()).isFalse();
  }

  @Test
  void isToldOfTheServersStopAndMayFinish() {
    attempt.started();

    attempt.announceServerStop();

    assertThat(attempt.isStopRequested()).isTrue();
    assertThat(attempt.serverStops()).isTrue();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(attempt.ignoresStopFor(Duration.ZERO)).isFalse();
  }

  @Test
  void ignoresItsStopOnceThePatienceIsOver() {
    attempt.started();
    assertThat(attempt.ignoresStopFor(Duration.ZERO)).isFalse();

    attempt.cancel();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(attempt.ignoresStopFor(Duration.ZERO)).isTrue();
    assertThat(attempt.ignoresStopFor(Duration.ofMinutes(1))).isFalse();
  }

  @Test
  void ignoresNothingBeforeItHasBegun() {
    attempt.cancel();

    assertThat(attempt.ignoresStopFor(Duration.ZERO)).isFalse();
  }
}
