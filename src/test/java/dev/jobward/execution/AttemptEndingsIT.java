package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.platform.Database;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptEndingsIT {

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5));
  private static final JobError ERROR = new JobError("BROKEN", "It broke.");

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final LeaseRepository leases = new LeaseRepository(database);
  private final AttemptEndings endings = new AttemptEndings(database);
  private final QueuedJobs jobs = new QueuedJobs(database);

  @Test
  void acceptsALateCompletionUntilAnotherClaim() {
    Lease late = jobs.aRunningJob();
    jobs.loseLease(late.jobId());

    jobs.complete(late);

    assertThat(jobs.state(late.jobId())).isEqualTo("COMPLETED NONE 1 null");
  }

  @Test
  void makesAJobWithALostLeaseDueAtOnce() {
    Lease lease = jobs.aRunningJob();
    jobs.loseLease(lease.jobId());

    assertThat(jobs.state(lease.jobId())).isEqualTo("PENDING NONE 1 LEASE_LOST");
    assertThat(jobs.claim().attempt()).isEqualTo(2);
  }

  @Test
  void retriesAFailureAfterABackOffAndRefusesTheOldToken() {
    Lease lease = jobs.aRunningJob();

    assertThat(endings.fail(lease.jobId(), lease.token(), ERROR, true, BACK_OFF))
        .isEqualTo(JobStatus.PENDING);

    assertThat(jobs.state(lease.jobId())).isEqualTo("PENDING NONE 1 BROKEN");
    assertThat(leases.claim("w", List.of(jobs.type()), 1, LEASE)).isEmpty();
    assertThatThrownBy(() -> jobs.complete(lease)).isInstanceOf(LeaseLost.class);
  }

  @Test
  void failsForGoodWhenNoRetryWouldMendIt() {
    Lease lease = jobs.aRunningJob();

    assertThat(endings.fail(lease.jobId(), lease.token(), ERROR, false, BACK_OFF))
        .isEqualTo(JobStatus.FAILED);
    assertThat(jobs.queued(lease.jobId())).isFalse();
  }

  @Test
  void failsWhenTheAttemptsAreUsedUp() {
    Lease lease = jobs.aRunningJob();
    jobs.update("update job_queue set attempts = max_attempts where job_id = ?", lease.jobId());

    assertThat(endings.fail(lease.jobId(), lease.token(), ERROR, true, BACK_OFF))
        .isEqualTo(JobStatus.FAILED);
  }

  @Test
  void endsAnAttemptAtItsDeadlineHoweverAliveItsHolderIs() {
    Lease lease = jobs.aRunningJob();
    jobs.update("update job_queue set deadline = now() where job_id = ?", lease.jobId());

    endings.endTimedOut(BACK_OFF);

    assertThat(jobs.state(lease.jobId())).isEqualTo("PENDING NONE 1 TIMEOUT");
    assertThatThrownBy(() -> jobs.complete(lease)).isInstanceOf(LeaseLost.class);
  }

  @Test
  void failsAJobThatExpiredBeforeItBegan() {
    JobId id = jobs.aWaitingJob();
    jobs.update("update job_queue set expires_at = now() where job_id = ?", id);

    assertThat(leases.claim("w", List.of(jobs.type()), 1, LEASE)).isEmpty();
    endings.expire();

    assertThat(jobs.state(id)).isEqualTo("FAILED NONE 0 EXPIRED");
  }

  @Test
  void handsAJobBackAsIfTheAttemptHadNotBeen() {
    Lease lease = jobs.aRunningJob();

    endings.handBack(lease.jobId(), lease.token());

    assertThat(jobs.state(lease.jobId())).isEqualTo("PENDING NONE 0 null");
    assertThatThrownBy(() -> jobs.complete(lease)).isInstanceOf(LeaseLost.class);
    assertThat(jobs.claim().attempt()).isEqualTo(1);
  }

  @Test
  void handsBackWhatIsHeldAndNothingElse() {
    Lease lost = jobs.aRunningJob();
    jobs.loseLease(lost.jobId());

    assertThatThrownBy(() -> endings.handBack(lost.jobId(), lost.token()))
        .isInstanceOf(LeaseLost.class);
    assertThat(jobs.state(lost.jobId())).isEqualTo("PENDING NONE 1 LEASE_LOST");
  }
}
