package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobId;
import dev.jobward.job.Progress;
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

  private static final int CLAIMERS = 32;
  private static final int MANY = 20_000;

  private final QueuedJobs jobs = new QueuedJobs();

  @Test
  void claimsAJobOnce() {
    JobId id = jobs.aWaitingJob();

    Lease lease = jobs.claim();

    assertThat(lease.jobId()).isEqualTo(id);
    assertThat(lease.attempt()).isEqualTo(1);
    assertThat(jobs.claim(1)).isEmpty();
  }

  @Test
  void claimsHigherPriorityFirstThenTheOldest() {
    JobId first = jobs.aWaitingJob();
    JobId second = jobs.aWaitingJob();
    JobId urgent = jobs.aWaitingJob();
    jobs.update("update job_queue set priority = 5 where job_id = ?", urgent);

    assertThat(jobs.claim(10)).extracting(Lease::jobId).containsExactly(urgent, first, second);
  }

  @Test
  void claimsTheEarliestRunAtFirstWithinAPriority() {
    JobId first = jobs.aWaitingJob();
    JobId early = jobs.aWaitingJob();
    jobs.update("update job_queue set run_at = now() - interval '1 hour' where job_id = ?", early);

    assertThat(jobs.claim(10)).extracting(Lease::jobId).containsExactly(early, first);
  }

  @Test
  void leavesAJobThatIsNotDue() {
    JobId id = jobs.aWaitingJob();
    jobs.update("update job_queue set due = false where job_id = ?", id);

    assertThat(jobs.claim(1)).isEmpty();
  }

  @Test
  void passesOverExpiredJobsToThoseBehind() {
    for (int i = 0; i < 3; i++) {
      jobs.update("update job_queue set expires_at = now() where job_id = ?", jobs.aWaitingJob());
    }
    JobId good = jobs.aWaitingJob();

    assertThat(jobs.claim(1)).extracting(Lease::jobId).containsExactly(good);
  }

  /** Or an owner of many of them would hold up all others. */
  @Test
  void givesAnOwnerOfExpiredJobsOneTurnLikeEveryOther() {
    jobs.waitingJobsOf("ann", 2_000);
    jobs.updateAll("update job_queue set expires_at = now() where job_type = ?");
    JobId bobs = jobs.aWaitingJobOf("bob");

    assertThat(jobs.claim(1)).extracting(Lease::jobId).containsExactly(bobs);
    while (jobs.leases().expire() > 0) {
      // For those who expect that theirs are among the first.
    }
  }

  @Test
  void boundsThePayloadsButNotTheFirst() {
    for (int i = 0; i < 3; i++) {
      jobs.update(
          "update job set payload = '{\"a\":\"' || repeat('x', 1000) || '\"}' where id = ?",
          jobs.aWaitingJob());
    }
    Set<dev.jobward.job.JobType> types = Set.of(jobs.type());

    assertThat(jobs.leases().claim(new Claim("w", types, 3, 10, QueuedJobs.LEASE))).hasSize(1);
    assertThat(jobs.leases().claim(new Claim("w", types, 3, 2500, QueuedJobs.LEASE))).hasSize(2);
  }

  @Test
  void keepsTheLatestProgress() {
    Lease lease = jobs.aRunningJob();
    int before = jobs.version(lease.jobId());

    jobs.leases().heartbeat(List.of(progress(lease, Progress.of(40, "half"))));
    int changed = jobs.version(lease.jobId());
    jobs.leases().heartbeat(List.of(progress(lease, Progress.of(40, "half"))));
    jobs.beat(lease);

    assertThat(changed).isGreaterThan(before);
    assertThat(jobs.version(lease.jobId())).isEqualTo(changed);
    jobs.complete(lease);
    assertThat(
            jobs.text(
                "select progress_percent || ' ' || progress_message from job where id = ?",
                lease.jobId()))
        .isEqualTo("40 half");
  }

  @Test
  void keepsTheProgressOfAnAttemptWhoseHolderComesBack() {
    Lease lease = jobs.aRunningJob();
    jobs.leases().heartbeat(List.of(progress(lease, Progress.of(60, "more than half"))));
    jobs.loseLease(lease.jobId());

    assertThat(jobs.beat(lease)).isPresent();

    assertThat(
            jobs.text(
                "select progress_percent || ' ' || progress_message from job_queue where job_id = ?",
                lease.jobId()))
        .isEqualTo("60 more than half");
  }

  @Test
  void givesEveryJobToOneOfManyClaimers() throws Exception {
    for (int i = 0; i < 20; i++) {
      jobs.waitingJobsOf("owner-" + i, MANY / 20);
    }
    ExecutorService claimers = Executors.newFixedThreadPool(CLAIMERS);
    try {
      List<Future<List<JobId>>> shares = new ArrayList<>();
      for (int i = 0; i < CLAIMERS; i++) {
        shares.add(claimers.submit(this::claimUntilNoneIsLeft));
      }
      List<JobId> all = new ArrayList<>();
      for (Future<List<JobId>> share : shares) {
        all.addAll(share.get());
      }
      // Who found every row locked has stopped early; what is left is for the last.
      all.addAll(claimUntilNoneIsLeft());
      assertThat(all).hasSize(MANY);
      assertThat(new HashSet<>(all)).hasSize(MANY);
    } finally {
      claimers.shutdownNow();
    }
  }

  private List<JobId> claimUntilNoneIsLeft() {
    List<JobId> claimed = new ArrayList<>();
    List<Lease> batch;
    do {
      batch = jobs.claim(23);
      batch.forEach(lease -> claimed.add(lease.jobId()));
    } while (!batch.isEmpty());
    return claimed;
  }

  private static Heartbeat progress(Lease lease, Progress progress) {
    return new Heartbeat(lease.jobId(), lease.token(), QueuedJobs.LEASE, Optional.of(progress));
  }
}
