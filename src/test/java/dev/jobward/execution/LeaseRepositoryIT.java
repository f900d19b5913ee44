package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.Progress;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LeaseRepositoryIT {

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final JobError ERROR = new JobError("BROKEN", "It broke.");

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final LeaseRepository leases = new LeaseRepository(database);
  private final JobType type = new JobType("t" + UUID.randomUUID().toString().replace("-", ""));

  @Test
  void claimsAJobOnce() {
    JobId id = aWaitingJob();

    Lease lease = claim();

    assertThat(lease.jobId()).isEqualTo(id);
    assertThat(lease.attempt()).isEqualTo(1);
    assertThat(leases.claim("other", List.of(type), 1, LEASE)).isEmpty();
  }

  @Test
  void claimsHigherPriorityFirstThenTheOldest() {
    JobId first = aWaitingJob();
    JobId second = aWaitingJob();
    JobId urgent = aWaitingJob();
    update("update job_queue set priority = 5 where job_id = ?", urgent);

    assertThat(leases.claim("w", List.of(type), 10, LEASE))
        .extracting(Lease::jobId)
        .containsExactly(urgent, first, second);
  }

  @Test
  void leavesAJobThatIsNotDue() {
    JobId id = aWaitingJob();
    update("update job_queue set run_at = now() + interval '1 hour' where job_id = ?", id);

    assertThat(leases.claim("w", List.of(type), 1, LEASE)).isEmpty();
  }

  @Test
  void completesWithTheResult() {
    Lease lease = aRunningJob();

    leases.complete(
        lease.jobId(), lease.token(), ResultType.JSON, Optional.of("{}"), Optional.empty());

    assertThat(state(lease.jobId())).isEqualTo("COMPLETED JSON 1 null");
    assertThat(queued(lease.jobId())).isFalse();
  }

  @Test
  void rejectsCompletionAfterAnotherClaim() {
    Lease old = aRunningJob();
    loseLease(old.jobId());
    Lease current = claim();

    assertThatThrownBy(() -> complete(old)).isInstanceOf(LeaseLost.class);
    complete(current);
    assertThatThrownBy(() -> complete(current)).isInstanceOf(LeaseLost.class);
    assertThat(state(old.jobId())).isEqualTo("COMPLETED NONE 2 null");
  }

  @Test
  void acceptsALateCompletionUntilAnotherClaim() {
    Lease late = aRunningJob();
    loseLease(late.jobId());

    complete(late);

    assertThat(state(late.jobId())).isEqualTo("COMPLETED NONE 1 null");
  }

  @Test
  void makesAJobWithALostLeaseDueAtOnce() {
    Lease lease = aRunningJob();
    loseLease(lease.jobId());

    assertThat(state(lease.jobId())).isEqualTo("PENDING NONE 1 LEASE_LOST");
    assertThat(claim().attempt()).isEqualTo(2);
  }

  @Test
  void refusesAHeartbeatOnceTheLeaseIsLost() {
    Lease lease = aRunningJob();
    var beat = new Heartbeat(lease.jobId(), lease.token(), Optional.of(Progress.of(40, "half")));
    assertThat(leases.heartbeat(List.of(beat), LEASE)).containsEntry(lease.jobId(), false);

    loseLease(lease.jobId());

    assertThat(leases.heartbeat(List.of(beat), LEASE)).isEmpty();
  }

  @Test
  void retriesAFailureAfterABackOffAndRefusesTheOldToken() {
    Lease lease = aRunningJob();

    assertThat(leases.fail(lease.jobId(), lease.token(), ERROR, true, BackOff.DEFAULT))
        .isEqualTo(JobStatus.PENDING);

    assertThat(state(lease.jobId())).isEqualTo("PENDING NONE 1 BROKEN");
    assertThat(leases.claim("w", List.of(type), 1, LEASE)).isEmpty();
    assertThatThrownBy(() -> complete(lease)).isInstanceOf(LeaseLost.class);
  }

  @Test
  void failsForGoodWhenNoRetryWouldMendIt() {
    Lease lease = aRunningJob();

    assertThat(leases.fail(lease.jobId(), lease.token(), ERROR, false, BackOff.DEFAULT))
        .isEqualTo(JobStatus.FAILED);
    assertThat(queued(lease.jobId())).isFalse();
  }

  @Test
  void failsWhenTheAttemptsAreUsedUp() {
    Lease lease = aRunningJob();
    update("update job_queue set attempts = max_attempts where job_id = ?", lease.jobId());

    assertThat(leases.fail(lease.jobId(), lease.token(), ERROR, true, BackOff.DEFAULT))
        .isEqualTo(JobStatus.FAILED);
  }

  @Test
  void endsAnAttemptAtItsDeadlineHoweverAliveItsHolderIs() {
    Lease lease = aRunningJob();
    update("update job_queue set deadline = now() where job_id = ?", lease.jobId());

    leases.endTimedOut(BackOff.DEFAULT);

    assertThat(state(lease.jobId())).isEqualTo("PENDING NONE 1 TIMEOUT");
    assertThatThrownBy(() -> complete(lease)).isInstanceOf(LeaseLost.class);
  }

  @Test
  void failsAJobThatExpiredBeforeItBegan() {
    JobId id = aWaitingJob();
    update("update job_queue set expires_at = now() where job_id = ?", id);

    assertThat(leases.claim("w", List.of(type), 1, LEASE)).isEmpty();
    leases.expire();

    assertThat(state(id)).isEqualTo("FAILED NONE 0 EXPIRED");
  }

  @Test
  void givesEveryJobToOneOfManyClaimers() throws Exception {
    database.update(
        "with new as (insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,"
            + " created_at, updated_at, run_at) select new_job_id(clock_timestamp()), 'o', ?, '{}', 3, 0, 60,"
            + " now(), now(), now() from generate_series(1, 1000) returning *) insert into job_queue (job_id,"
            + " owner, job_type, priority, run_at, timeout_seconds, max_attempts) select id, owner, job_type,"
            + " priority, run_at, timeout_seconds, max_attempts from new",
        statement -> statement.setString(1, type.name()));
    ExecutorService claimers = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<JobId>>> shares = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        shares.add(claimers.submit(this::claimUntilNoneIsLeft));
      }
      List<JobId> all = new ArrayList<>();
      for (Future<List<JobId>> share : shares) {
        all.addAll(share.get());
      }
      Set<JobId> different = new HashSet<>(all);
      assertThat(all).hasSize(different.size());
      assertThat(different.size() + claimUntilNoneIsLeft().size()).isEqualTo(1000);
    } finally {
      claimers.shutdownNow();
    }
  }

  private List<JobId> claimUntilNoneIsLeft() {
    List<JobId> claimed = new ArrayList<>();
    List<Lease> batch;
    do {
      batch = leases.claim("w", List.of(type), 7, LEASE);
      batch.forEach(lease -> claimed.add(lease.jobId()));
    } while (!batch.isEmpty());
    return claimed;
  }

  private JobId aWaitingJob() {
    return database
        .queryOne(
            """
            with new as (
              insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,
                               created_at, updated_at, run_at)
              select new_job_id(clock_timestamp()), 'o', ?, '{}', 3, 0, 60, now(), now(), now()
              returning *
            )
            insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts)
            select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts from new
            returning job_id
            """,
            statement -> statement.setString(1, type.name()),
            row -> new JobId(row.getObject(1, UUID.class)))
        .orElseThrow();
  }

  private Lease aRunningJob() {
    aWaitingJob();
    return claim();
  }

  private Lease claim() {
    return leases.claim("w", List.of(type), 1, LEASE).get(0);
  }

  private void complete(Lease lease) {
    leases.complete(
        lease.jobId(), lease.token(), ResultType.NONE, Optional.empty(), Optional.empty());
  }

  private void loseLease(JobId id) {
    update("update job_queue set lease_until = now() where job_id = ?", id);
    leases.endLost();
  }

  private void update(String sql, JobId id) {
    database.update(sql, statement -> statement.setObject(1, id.value()));
  }

  private String state(JobId id) {
    return database
        .queryOne(
            "select status || ' ' || result_type || ' ' || attempts || ' ' || coalesce(error_code, 'null')"
                + " from job where id = ?",
            statement -> statement.setObject(1, id.value()),
            row -> row.getString(1))
        .orElseThrow();
  }

  private boolean queued(JobId id) {
    return database
        .queryOne(
            "select 1 from job_queue where job_id = ?",
            statement -> statement.setObject(1, id.value()),
            row -> row.getInt(1))
        .isPresent();
  }
}
