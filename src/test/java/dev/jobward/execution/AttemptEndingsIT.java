package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobsChanged;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptEndingsIT {

  private final QueuedJobs jobs = new QueuedJobs();

  @Test
  void makesAJobWithALostLeaseDueAtOnceAndSaysSo() {
    Lease lease = jobs.aRunningJob();

    jobs.loseLease(lease.jobId());

    assertThat(jobs.state(lease.jobId())).isEqualTo("PENDING NONE 1 LEASE_LOST");
    assertThat(jobs.due.events()).anyMatch(due -> due.concern(Set.of(jobs.type())));
    assertThat(jobs.claim().attempt()).isEqualTo(2);
  }

  @Test
  void retriesAFailureAfterABackOffAndRefusesTheOldToken() {
    Lease lease = jobs.aRunningJob();

    assertThat(jobs.fail(lease, true)).hasValue(JobStatus.PENDING);

    assertThat(jobs.state(lease.jobId())).isEqualTo("PENDING NONE 1 BROKEN");
    assertThat(backOff(lease.jobId())).isBetween(700, 1000);
    assertThat(jobs.claim(1)).isEmpty();
    assertThat(jobs.complete(lease)).isFalse();
    assertThat(jobs.later.events()).hasSize(1);
    assertThat(jobs.changed.events()).contains(new JobsChanged(Set.of(lease.jobId())));
  }

  @Test
  void doublesTheBackOffUpToItsCap() {
    Lease second = jobs.aRunningJob();
    jobs.update("update job_queue set attempts = 2 where job_id = ?", second.jobId());
    Lease late = jobs.aRunningJob();
    jobs.update(
        "update job_queue set attempts = 60, max_attempts = 100 where job_id = ?", late.jobId());
    jobs.update("update job set max_attempts = 100 where id = ?", late.jobId());

    jobs.fail(second, true);
    jobs.fail(late, true);

    assertThat(backOff(second.jobId())).isBetween(1500, 2000);
    assertThat(backOff(late.jobId())).isBetween(239_000, 300_000);
  }

  @Test
  void waitsAsLongAsTheFailureAsks() {
    Lease lease = jobs.aRunningJob();

    jobs.leases()
        .fail(
            List.of(
                new Failure(
                    lease.jobId(), lease.token(), QueuedJobs.ERROR, true, Duration.ofMinutes(10))));

    assertThat(backOff(lease.jobId())).isBetween(599_000, 600_000);
  }

  @Test
  void failsForGoodWhenNoRetryWouldMendIt() {
    Lease lease = jobs.aRunningJob();

    assertThat(jobs.fail(lease, false)).hasValue(JobStatus.FAILED);

    assertThat(jobs.queued(lease.jobId())).isFalse();
    assertThat(jobs.attempts(lease.jobId())).isEqualTo("1 FAILED");
    // Nothing follows, and so no time is told.
    assertThat(
            jobs.text("select (run_at <= started_at)::text from job where id = ?", lease.jobId()))
        .isEqualTo("true");
  }

  @Test
  void failsWhenTheAttemptsAreUsedUp() {
    Lease lease = jobs.aRunningJob();
    jobs.update("update job_queue set attempts = max_attempts where job_id = ?", lease.jobId());

    assertThat(jobs.fail(lease, true)).hasValue(JobStatus.FAILED);
  }

  @Test
  void failsAJobThatExpiredBeforeItBegan() {
    JobId id = jobs.aWaitingJob();
    jobs.update("update job_queue set expires_at = now() where job_id = ?", id);

    jobs.leases().expire();

    assertThat(jobs.state(id)).isEqualTo("FAILED NONE 0 EXPIRED");
    assertThat(jobs.attempts(id)).isEmpty();
  }

  /** Its time would have been up, had anybody still run it. */
  @Test
  void refusesALateWordOnceTheAttemptsTimeIsOver() {
    Lease lease = jobs.aRunningJob();
    jobs.loseLease(lease.jobId());
    jobs.update("update job_queue set deadline = now() where job_id = ?", lease.jobId());

    assertThat(jobs.complete(lease)).isFalse();
    assertThat(jobs.fail(lease, true)).isEmpty();
    assertThat(jobs.beat(lease)).isEmpty();

    assertThat(jobs.state(lease.jobId())).isEqualTo("PENDING NONE 1 LEASE_LOST");
  }

  @Test
  void numbersTheAttemptsWithoutGaps() {
    Lease first = jobs.aRunningJob();
    jobs.leases().handBack(List.of(first));
    jobs.loseLease(jobs.claim().jobId());
    jobs.timeOut(jobs.claim().jobId());

    assertThat(jobs.attempts(first.jobId())).isEqualTo("1 HANDED_BACK, 2 LEASE_LOST, 3 TIMED_OUT");
    assertThat(jobs.state(first.jobId())).isEqualTo("PENDING NONE 2 TIMEOUT");
  }

  /** Milliseconds until the next attempt. */
  private int backOff(JobId id) {
    return Integer.parseInt(
        jobs.text(
            "select ceil(extract(epoch from run_at - updated_at) * 1000)::int::text from job where id = ?",
            id));
  }
}
