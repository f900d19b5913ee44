package dev.jobward.execution;

import static dev.jobward.execution.LeaseProtocol.Renewal.GO_ON;
import static dev.jobward.execution.LeaseProtocol.Renewal.LOST;
import static dev.jobward.execution.LeaseProtocol.Renewal.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.LeaseProtocol.Claimed;
import org.junit.jupiter.api.Test;

/**
 * What holds for whoever runs a job, a handler in the server or a worker over HTTP: both go through
 * this one suite.
 */
public interface LeaseContract {

  LeaseProtocol protocol();

  private Claimed aRunningJob() {
    String id = protocol().submit();
    Claimed held = protocol().claim().orElseThrow();
    assertThat(held.jobId()).isEqualTo(id);
    return held;
  }

  private String status(Claimed held) {
    return protocol().job(held.jobId()).status();
  }

  @Test
  default void leasesAJobToOneHolder() {
    Claimed held = aRunningJob();

    assertThat(protocol().claim()).isEmpty();
    assertThat(status(held)).isEqualTo("RUNNING");
    assertThat(protocol().heartbeat(held)).isEqualTo(GO_ON);
    assertThat(protocol().outcomes(held.jobId())).containsExactly("RUNNING");
  }

  @Test
  default void endsAJobWithItsResult() {
    Claimed held = aRunningJob();

    assertThat(protocol().complete(held, "{\"n\":1.00}")).isTrue();

    LeaseProtocol.Seen job = protocol().job(held.jobId());
    assertThat(job.status()).isEqualTo("COMPLETED");
    assertThat(job.result()).isEqualTo("{\"n\":1.00}");
    assertThat(job.attempts()).isEqualTo(1);
    assertThat(protocol().outcomes(held.jobId())).containsExactly("COMPLETED");
  }

  @Test
  default void takesTheSameCompletionTwiceAndNoOther() {
    Claimed held = aRunningJob();
    protocol().complete(held, "1");

    assertThat(protocol().complete(held, "1")).isTrue();
    assertThat(protocol().complete(held, "2")).isFalse();
    assertThat(protocol().fail(held, true)).isFalse();
    assertThat(protocol().heartbeat(held)).isEqualTo(LOST);
    assertThat(protocol().job(held.jobId()).result()).isEqualTo("1");
  }

  @Test
  default void refusesEveryWordOfAHolderAfterAnotherClaim() {
    Claimed old = aRunningJob();
    protocol().loseLease(old.jobId());
    Claimed current = protocol().claim().orElseThrow();

    assertThat(protocol().heartbeat(old)).isEqualTo(LOST);
    assertThat(protocol().complete(old, "1")).isFalse();
    assertThat(protocol().fail(old, false)).isFalse();
    assertThat(protocol().handBack(old)).isFalse();

    assertThat(status(current)).isEqualTo("RUNNING");
    assertThat(protocol().complete(current, "2")).isTrue();
    assertThat(protocol().job(old.jobId()).result()).isEqualTo("2");
    assertThat(protocol().outcomes(old.jobId())).containsExactly("LEASE_LOST", "COMPLETED");
  }

  @Test
  default void makesAJobWithALostLeaseDueAtOnce() {
    Claimed held = aRunningJob();

    protocol().loseLease(held.jobId());

    assertThat(status(held)).isEqualTo("PENDING");
    assertThat(protocol().job(held.jobId()).error()).isEqualTo("LEASE_LOST");
    assertThat(protocol().outcomes(held.jobId())).containsExactly("LEASE_LOST");
    assertThat(protocol().claim()).isPresent();
    assertThat(protocol().job(held.jobId()).attempts()).isEqualTo(2);
  }

  @Test
  default void acceptsALateCompletionUntilAnotherClaim() {
    Claimed late = aRunningJob();
    protocol().loseLease(late.jobId());

    assertThat(protocol().complete(late, "1")).isTrue();

    LeaseProtocol.Seen job = protocol().job(late.jobId());
    assertThat(job.status()).isEqualTo("COMPLETED");
    assertThat(job.error()).isEmpty();
    assertThat(protocol().outcomes(late.jobId())).containsExactly("COMPLETED");
    assertThat(protocol().claim()).isEmpty();
  }

  @Test
  default void acceptsALateFailureUntilAnotherClaim() {
    Claimed late = aRunningJob();
    protocol().loseLease(late.jobId());

    assertThat(protocol().fail(late, true)).isTrue();

    assertThat(protocol().job(late.jobId()).error()).isEqualTo("BROKEN");
    assertThat(protocol().outcomes(late.jobId())).containsExactly("FAILED");
    assertThat(protocol().claim()).isEmpty();
    assertThat(protocol().complete(late, "1")).isFalse();
  }

  @Test
  default void letsAHolderGoOnThatComesBackBeforeAnotherClaim() {
    Claimed late = aRunningJob();
    protocol().loseLease(late.jobId());

    assertThat(protocol().heartbeat(late)).isEqualTo(GO_ON);

    LeaseProtocol.Seen job = protocol().job(late.jobId());
    assertThat(job.status()).isEqualTo("RUNNING");
    assertThat(job.error()).isEmpty();
    assertThat(job.attempts()).isEqualTo(1);
    assertThat(protocol().claim()).isEmpty();
    assertThat(protocol().outcomes(late.jobId())).containsExactly("RUNNING");
    assertThat(protocol().complete(late, "1")).isTrue();
    assertThat(protocol().outcomes(late.jobId())).containsExactly("COMPLETED");
  }

  @Test
  default void retriesAFailureAfterABackOffAndRefusesTheOldToken() {
    Claimed held = aRunningJob();

    assertThat(protocol().fail(held, true)).isTrue();

    assertThat(status(held)).isEqualTo("PENDING");
    assertThat(protocol().claim()).isEmpty();
    assertThat(protocol().complete(held, "1")).isFalse();
    assertThat(protocol().heartbeat(held)).isEqualTo(LOST);
    protocol().passBackOff(held.jobId());
    assertThat(protocol().claim()).isPresent();
  }

  @Test
  default void failsForGoodWhenNoRetryWouldMendIt() {
    Claimed held = aRunningJob();

    assertThat(protocol().fail(held, false)).isTrue();

    assertThat(status(held)).isEqualTo("FAILED");
    assertThat(protocol().job(held.jobId()).error()).isEqualTo("BROKEN");
    assertThat(protocol().outcomes(held.jobId())).containsExactly("FAILED");
    assertThat(protocol().complete(held, "1")).isFalse();
  }

  @Test
  default void failsWhenTheAttemptsAreUsedUp() {
    String id = aRunningJob().jobId();
    protocol().loseLease(id);
    assertThat(protocol().claim()).isPresent();
    protocol().loseLease(id);
    Claimed last = protocol().claim().orElseThrow();
    protocol().loseLease(id);

    assertThat(status(last)).isEqualTo("FAILED");
    assertThat(protocol().complete(last, "1")).isFalse();
    assertThat(protocol().outcomes(id)).containsExactly("LEASE_LOST", "LEASE_LOST", "LEASE_LOST");
  }

  @Test
  default void endsAnAttemptAtItsTimeHoweverAliveItsHolderIs() {
    Claimed held = aRunningJob();
    assertThat(protocol().heartbeat(held)).isEqualTo(GO_ON);

    protocol().timeOut(held.jobId());

    assertThat(status(held)).isEqualTo("PENDING");
    assertThat(protocol().job(held.jobId()).error()).isEqualTo("TIMEOUT");
    assertThat(protocol().heartbeat(held)).isEqualTo(LOST);
    assertThat(protocol().complete(held, "1")).isFalse();
    assertThat(protocol().fail(held, true)).isFalse();
    assertThat(protocol().outcomes(held.jobId())).containsExactly("TIMED_OUT");
  }

  @Test
  default void handsAJobBackAsIfTheAttemptHadNotBeen() {
    Claimed held = aRunningJob();

    assertThat(protocol().handBack(held)).isTrue();

    assertThat(status(held)).isEqualTo("PENDING");
    assertThat(protocol().job(held.jobId()).attempts()).isZero();
    assertThat(protocol().heartbeat(held)).isEqualTo(LOST);
    assertThat(protocol().complete(held, "1")).isFalse();
    assertThat(protocol().claim()).isPresent();
    assertThat(protocol().job(held.jobId()).attempts()).isEqualTo(1);
    assertThat(protocol().outcomes(held.jobId())).containsExactly("HANDED_BACK", "RUNNING");
  }

  @Test
  default void handsBackWhatIsHeldAndNothingElse() {
    Claimed held = aRunningJob();
    protocol().loseLease(held.jobId());

    assertThat(protocol().handBack(held)).isFalse();
    assertThat(protocol().job(held.jobId()).attempts()).isEqualTo(1);
  }

  @Test
  default void tellsTheHolderOfACancelAndEndsWithItsFailure() {
    Claimed held = aRunningJob();
    protocol().cancel(held.jobId());

    assertThat(protocol().heartbeat(held)).isEqualTo(STOP);
    assertThat(status(held)).isEqualTo("RUNNING");
    assertThat(protocol().fail(held, true)).isTrue();

    LeaseProtocol.Seen job = protocol().job(held.jobId());
    assertThat(job.status()).isEqualTo("CANCELLED");
    assertThat(job.cancelRequested()).isTrue();
    assertThat(protocol().outcomes(held.jobId())).containsExactly("CANCELLED");
    assertThat(protocol().claim()).isEmpty();
  }

  @Test
  default void completesThoughACancelWasAskedFor() {
    Claimed held = aRunningJob();
    protocol().cancel(held.jobId());

    assertThat(protocol().complete(held, "1")).isTrue();

    assertThat(status(held)).isEqualTo("COMPLETED");
  }

  @Test
  default void cancelsWithALostLease() {
    Claimed held = aRunningJob();
    protocol().cancel(held.jobId());

    protocol().loseLease(held.jobId());

    assertThat(status(held)).isEqualTo("CANCELLED");
    assertThat(protocol().complete(held, "1")).isFalse();
    assertThat(protocol().outcomes(held.jobId())).containsExactly("LEASE_LOST");
  }

  @Test
  default void cancelsWithATimeout() {
    Claimed held = aRunningJob();
    protocol().cancel(held.jobId());

    protocol().timeOut(held.jobId());

    assertThat(status(held)).isEqualTo("CANCELLED");
  }

  @Test
  default void cancelsWhenItIsHandedBack() {
    Claimed held = aRunningJob();
    protocol().cancel(held.jobId());

    assertThat(protocol().handBack(held)).isTrue();

    assertThat(status(held)).isEqualTo("CANCELLED");
  }

  @Test
  default void forgetsAHolderWhoseJobWasCancelledWhileItWasLate() {
    Claimed late = aRunningJob();
    protocol().loseLease(late.jobId());
    protocol().cancel(late.jobId());

    assertThat(protocol().heartbeat(late)).isEqualTo(LOST);
    assertThat(protocol().complete(late, "1")).isFalse();
    assertThat(status(late)).isEqualTo("CANCELLED");
  }
}
