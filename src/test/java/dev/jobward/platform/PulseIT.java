package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that hangs: {@code DatabaseOutageIT}. */
class PulseIT {

  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final Connections source = new Connections();
  private final Pulse pulse = new Pulse(source.dataSource());

  @BeforeEach
  void begin() {
    pulse.start(threads);
    pulse.require();
  }

  @AfterEach
  void end() throws InterruptedException {
    pulse.stop(new Object());
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void takesNoConnectionThatWasCutForADatabaseThatIsAway() {
    for (int i = 0; i < 20; i++) {
      // It may be on its way to the next one.
      await().until(() -> source.cut() == 1);
      pulse.require();
    }
    assertThat(source.refused()).isZero();
  }

  @Test
  void tellsThatTheDatabaseIsAwayAndThatItIsBack() {
    source.refuse();
    int unused = source.cut();
    await().until(() -> source.refused() > 0);
    await()
        .untilAsserted(
            () -> assertThatThrownBy(pulse::require).matches(DatabaseFailure::isUnavailable));
    assertThat(pulse.isHeardNow()).isFalse();

    source.accept();

    await().ignoreExceptions().untilAsserted(pulse::require);
    assertThat(pulse.isHeardNow()).isTrue();
  }
}
