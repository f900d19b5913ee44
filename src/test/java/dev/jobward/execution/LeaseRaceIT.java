package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A holder's word that comes while its lease is being taken away: it waits for the reaper, and then
 * has to go by what the reaper has left, and not by what it saw before.
 */
class LeaseRaceIT {

  private static final int MANY = 100;
  private static final int FEW = 40;
  private static final int THREADS = 4;

  private final QueuedJobs jobs = new QueuedJobs();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void letsAHolderGoOnThatRenewsWhileItIsReaped() throws Exception {
    Lease held = aSecondAttempt();
    String started = startedAt(held);

    Optional<Held> renewed = whileReaping(held, () -> jobs.beat(held));

    assertThat(renewed).isPresent();
    assertThat(jobs.claim(1)).isEmpty();
    assertThat(startedAt(held)).isEqualTo(started);
    assertThat(jobs.attempts(held.jobId())).isEqualTo("1 FAILED");
    assertThat(jobs.complete(held)).isTrue();
    assertThat(jobs.attempts(held.jobId())).isEqualTo("1 FAILED");
  }

  @Test
  void completesAJobWhileItIsReaped() throws Exception {
    Lease held = aSecondAttempt();

    assertThat(whileReaping(held, () -> jobs.complete(held))).isTrue();

    assertThat(jobs.state(held.jobId())).isEqualTo("COMPLETED NONE 2 null");
    assertThat(jobs.attempts(held.jobId())).isEqualTo("1 FAILED");
  }

  @Test
  void failsAnAttemptWhileItIsReaped() throws Exception {
    Lease held = aSecondAttempt();

    assertThat(whileReaping(held, () -> jobs.fail(held, true))).hasValue(JobStatus.PENDING);

    assertThat(jobs.state(held.jobId())).isEqualTo("PENDING NONE 2 BROKEN");
    assertThat(jobs.attempts(held.jobId())).isEqualTo("1 FAILED, 2 FAILED");
  }

  @Test
  void failsAFirstAttemptWhileItIsReaped() throws Exception {
    Lease held = jobs.aRunningJob();

    assertThat(whileReaping(held, () -> jobs.fail(held, false))).hasValue(JobStatus.FAILED);

    assertThat(jobs.attempts(held.jobId())).isEqualTo("1 FAILED");
  }

  @Test
  void handsNothingBackThatIsReaped() throws Exception {
    Lease held = jobs.aRunningJob();

    assertThat(whileReaping(held, () -> jobs.leases().handBack(List.of(held)))).isEmpty();

    assertThat(jobs.state(held.jobId())).isEqualTo("PENDING NONE 1 LEASE_LOST");
  }

  /** Nobody waits for a deadlock to be found: rows are locked in one order. */
  @Test
  void renewsTheSameLeasesTwiceAtOnceWithoutADeadlock() throws Exception {
    jobs.waitingJobsOf("o", FEW);
    List<Lease> held = jobs.claim(FEW);
    LeaseRepository leases = new LeaseRepository(jobs.database());
    List<Future<?>> renewals = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      renewals.add(
          threads.submit(
              () -> {
                for (int n = 0; n < 100; n++) {
                  assertThat(leases.heartbeat(beats(held))).hasSize(FEW);
                }
              }));
    }

    for (Future<?> renewal : renewals) {
      renewal.get();
    }
    assertThat(jobs.leases().complete(completions(held))).hasSize(FEW);
  }

  private static List<Heartbeat> beats(List<Lease> leases) {
    return leases.stream()
        .map(
            lease ->
                new Heartbeat(lease.jobId(), lease.token(), QueuedJobs.LEASE, Optional.empty()))
        .toList();
  }

  /** As a worker does that renews in one thread and reports in another. */
  @Test
  void takesManyWordsOfTheSameJobsInAnyOrderAtOnce() throws Exception {
    jobs.waitingJobsOf("o", MANY);
    List<Lease> held = jobs.claim(MANY);
    List<Future<?>> words = new ArrayList<>();
    for (int seed = 0; seed < THREADS; seed++) {
      Random random = new Random(seed);
      words.add(threads.submit(() -> renewOften(held, random)));
    }

    for (Future<?> word : words) {
      word.get();
    }
    assertThat(jobs.leases().complete(completions(held))).hasSize(MANY);
  }

  private void renewOften(List<Lease> held, Random random) {
    List<Lease> shuffled = new ArrayList<>(held);
    for (int i = 0; i < 8; i++) {
      Collections.shuffle(shuffled, random);
      assertThat(jobs.leases().heartbeat(beats(shuffled))).hasSize(MANY);
    }
  }

  private static List<Completion> completions(List<Lease> held) {
    return held.stream()
        .map(lease -> Completion.of(lease.jobId(), lease.token(), JobResult.none()))
        .toList();
  }

  private Lease aSecondAttempt() {
    Lease first = jobs.aRunningJob();
    jobs.fail(first, true);
    jobs.update("update job_queue set due = true where job_id = ?", first.jobId());
    return jobs.claim();
  }

  private String startedAt(Lease lease) {
    return jobs.text(
        "select coalesce(q.started_at, job.started_at)::text"
            + " from job left join job_queue q on q.job_id = job.id where job.id = ?",
        lease.jobId());
  }

  /**
   * Says the word at a moment at which the reaper holds the queue's row of this job. It is held up
   * there by a lock on the job's own row.
   */
  private <T> T whileReaping(Lease held, Callable<T> word) throws Exception {
    try (Connection holdUp = TestDatabase.get().dataSource().getConnection()) {
      holdUp.setAutoCommit(false);
      lockJob(holdUp, held.jobId());
      Future<?> reaper = threads.submit(() -> jobs.loseLease(held.jobId()));
      await().until(this::waiting, waiting -> waiting == 1);
      Future<T> said = threads.submit(word);
      await().until(this::waiting, waiting -> waiting == 2);
      holdUp.commit();
      reaper.get();
      return said.get();
    }
  }

  private static void lockJob(Connection connection, JobId id) throws Exception {
    try (PreparedStatement lock =
        connection.prepareStatement("select from job where id = ? for update")) {
      lock.setObject(1, id.value());
      lock.execute();
    }
  }

  /** How many statements wait for a lock. */
  private int waiting() {
    return jobs.database()
        .queryOne(
            "select count(*)::int from pg_stat_activity where wait_event_type = 'Lock'",
            statement -> {},
            row -> row.getInt(1))
        .orElseThrow();
  }
}
