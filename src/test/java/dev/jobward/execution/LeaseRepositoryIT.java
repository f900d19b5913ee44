package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobId;
import dev.jobward.job.Progress;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LeaseRepositoryIT {

  private static final Duration LEASE = Duration.ofSeconds(15);

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final LeaseRepository leases = new LeaseRepository(database);
  private final QueuedJobs jobs = new QueuedJobs(database);

  @Test
  void claimsAJobOnce() {
    JobId id = jobs.aWaitingJob();

    Lease lease = jobs.claim();

    assertThat(lease.jobId()).isEqualTo(id);
    assertThat(lease.attempt()).isEqualTo(1);
    assertThat(leases.claim("other", List.of(jobs.type()), 1, LEASE)).isEmpty();
  }

  @Test
  void claimsHigherPriorityFirstThenTheOldest() {
    JobId first = jobs.aWaitingJob();
    JobId second = jobs.aWaitingJob();
    JobId urgent = jobs.aWaitingJob();
    jobs.update("update job_queue set priority = 5 where job_id = ?", urgent);

    assertThat(leases.claim("w", List.of(jobs.type()), 10, LEASE))
        .extracting(Lease::jobId)
        .containsExactly(urgent, first, second);
  }

  @Test
  void leavesAJobThatIsNotDue() {
    JobId id = jobs.aWaitingJob();
    jobs.update("update job_queue set run_at = now() + interval '1 hour' where job_id = ?", id);

    assertThat(leases.claim("w", List.of(jobs.type()), 1, LEASE)).isEmpty();
  }

  @Test
  void completesWithTheResult() {
    Lease lease = jobs.aRunningJob();

    leases.complete(
        lease.jobId(), lease.token(), ResultType.JSON, Optional.of("{}"), Optional.empty());

    assertThat(jobs.state(lease.jobId())).isEqualTo("COMPLETED JSON 1 null");
    assertThat(jobs.queued(lease.jobId())).isFalse();
  }

  @Test
  void rejectsCompletionAfterAnotherClaim() {
    Lease old = jobs.aRunningJob();
    jobs.loseLease(old.jobId());
    Lease current = jobs.claim();

    assertThatThrownBy(() -> jobs.complete(old)).isInstanceOf(LeaseLost.class);
    jobs.complete(current);
    assertThatThrownBy(() -> jobs.complete(current)).isInstanceOf(LeaseLost.class);
    assertThat(jobs.state(old.jobId())).isEqualTo("COMPLETED NONE 2 null");
  }

  @Test
  void refusesAHeartbeatOnceTheLeaseIsLost() {
    Lease lease = jobs.aRunningJob();
    var beat = new Heartbeat(lease.jobId(), lease.token(), Optional.of(Progress.of(40, "half")));
    assertThat(leases.heartbeat(List.of(beat), LEASE)).containsEntry(lease.jobId(), false);

    jobs.loseLease(lease.jobId());

    assertThat(leases.heartbeat(List.of(beat), LEASE)).isEmpty();
  }

  @Test
  void givesEveryJobToOneOfManyClaimers() throws Exception {
    database.update(
        "with new as (insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,"
            + " created_at, updated_at, run_at) select new_job_id(clock_timestamp()), 'o', ?, '{}', 3, 0, 60,"
            + " now(), now(), now() from generate_series(1, 1000) returning *) insert into job_queue (job_id,"
            + " owner, job_type, priority, run_at, timeout_seconds, max_attempts) select id, owner, job_type,"
            + " priority, run_at, timeout_seconds, max_attempts from new",
        statement -> statement.setString(1, jobs.type().name()));
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
      batch = leases.claim("w", List.of(jobs.type()), 7, LEASE);
      batch.forEach(lease -> claimed.add(lease.jobId()));
    } while (!batch.isEmpty());
    return claimed;
  }
}
