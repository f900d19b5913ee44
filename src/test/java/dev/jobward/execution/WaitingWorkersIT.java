package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.OwnerActions;
import dev.jobward.platform.Database;
import dev.jobward.platform.Settings;
import dev.jobward.platform.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The steps by which those who wait are served; no loop runs here. */
class WaitingWorkersIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final OwnerActions alice = new OwnerActions();
  private final QueuedJobs jobs = new QueuedJobs();
  private final WaitingWorkers waiting = new WaitingWorkers(workerJobs(jobs.leases()));

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void looksOnceASecondWhileNobodyWaits() {
    assertThat(waiting.claimOnce()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void givesAJobToWhoWaits() {
    Waiter waiter = waits(LONG);
    JobId id = jobs.aWaitingJob();

    serve();

    assertThat(waiter.given).containsExactly(id);
    assertThat(waiter.answers).isEqualTo(1);
  }

  @Test
  void asksTwiceWhetherSomebodyIsThereBeforeItClaims() {
    Waiter waiter = waits(LONG);
    jobs.aWaitingJob();

    serve();

    assertThat(waiter.probes).isEqualTo(2);
  }

  @Test
  void claimsNothingForWhoIsGone() {
    Waiter gone = waits(LONG);
    gone.goesAtTheSecondProbe = true;
    Waiter next = waits(LONG);
    JobId id = jobs.aWaitingJob();

    serve();

    assertThat(gone.answers).isZero();
    assertThat(next.given).containsExactly(id);
    assertThat(jobs.attempts(id)).isEmpty();
  }

  @Test
  void servesWhoCameFirst() {
    Waiter first = waits(LONG);
    Waiter second = waits(LONG);
    JobId old = jobs.aWaitingJob();
    serve();
    assertThat(second.answers).isZero();
    JobId young = jobs.aWaitingJob();

    serve();

    assertThat(first.given).containsExactly(old);
    assertThat(second.given).containsExactly(young);
  }

  @Test
  void servesAsManyAsThereIsWorkFor() {
    List<Waiter> waiters = List.of(waits(LONG), waits(LONG), waits(LONG));
    jobs.waitingJobsOf("ann", 2);

    serve();

    assertThat(waiters).extracting(waiter -> waiter.given.size()).containsExactly(1, 1, 0);
  }

  @Test
  void givesNobodyWhatHeDidNotAskFor() {
    QueuedJobs others = new QueuedJobs();
    Waiter waiter = waits(LONG);
    Waiter other = waits(LONG, others.type());
    JobId id = others.aWaitingJob();

    serve();

    assertThat(waiter.answers).isZero();
    assertThat(other.given).containsExactly(id);
  }

  @Test
  void letsNobodyWaitForLongerThanHeWantsTo() {
    Waiter impatient = waits(Duration.ZERO);
    Waiter patient = waits(LONG);

    serve();

    assertThat(impatient.answers).isEqualTo(1);
    assertThat(impatient.given).isEmpty();
    assertThat(patient.answers).isZero();
  }

  @Test
  void comesAgainWhenTheNextOnesTimeIsUp() {
    waits(Duration.ofMillis(300));

    assertThat(serve()).isBetween(Duration.ofMillis(1), Duration.ofMillis(301));
  }

  @Test
  void leavesNobodyWaitingWhenTheServerStops() {
    Waiter before = waits(LONG);
    waiting.stop(new Object());
    Waiter after = waits(LONG);

    assertThat(before.answers).isEqualTo(1);
    assertThat(after.answers).isEqualTo(1);
  }

  /** They come again, and are told what is wrong. */
  @Test
  void leavesNobodyWaitingForADatabaseThatIsNotThere() {
    WaitingWorkers broken = new WaitingWorkers(workerJobs(leasesWithoutDatabase()));
    Waiter waiter = new Waiter();
    broken.await(claim(jobs.type()), LONG, waiter);

    assertThatThrownBy(() -> serve(broken)).hasRootCauseInstanceOf(java.net.ConnectException.class);
    assertThat(waiter.answers).isEqualTo(1);
    assertThat(waiter.given).isEmpty();
  }

  private Duration serve() {
    return serve(waiting);
  }

  /** The steps up to one that has claimed, as a loop would make them. */
  private static Duration serve(WaitingWorkers workers) {
    List<Duration> pauses = new ArrayList<>();
    // Until the last probes are too old to go by.
    await().pollDelay(Duration.ofMillis(110)).until(() -> true);
    await()
        .pollInterval(Duration.ofMillis(6))
        .until(
            () -> {
              pauses.add(workers.claimOnce());
              return pauses.size() == 3;
            });
    return pauses.get(2);
  }

  private Waiter waits(Duration patience) {
    return waits(patience, jobs.type());
  }

  private Waiter waits(Duration patience, JobType type) {
    Waiter waiter = new Waiter();
    waiting.await(claim(type), patience, waiter);
    return waiter;
  }

  private static Claim claim(JobType type) {
    return new Claim("w", Set.of(type), 1, Long.MAX_VALUE, QueuedJobs.LEASE);
  }

  private WorkerJobs workerJobs(Leases leases) {
    return new WorkerJobs(
        leases,
        new ResultFileWriter(jobs.database(), Settings.of(Map.of())),
        new StoredFiles(jobs.database()),
        alice.jobs(),
        jobs.presence());
  }

  private Leases leasesWithoutDatabase() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nothing");
    Database database = new Database(nowhere);
    return new Leases(
        new LeaseRepository(database),
        new Completions(database),
        new AttemptEndings(database),
        new EndedAttempts(new Metrics()),
        Settings.of(Map.of()),
        jobs.due,
        jobs.later,
        jobs.changed);
  }

  private static final class Waiter implements WaitingWorkers.Worker {

    private final List<JobId> given = new ArrayList<>();
    private int answers;
    private int probes;
    private boolean goesAtTheSecondProbe;

    @Override
    public void keepWaiting() {
      probes++;
    }

    @Override
    public boolean isGone() {
      return goesAtTheSecondProbe && probes >= 2;
    }

    @Override
    public void take(List<ClaimedJob> claimed) {
      answers++;
      claimed.forEach(job -> given.add(job.lease().jobId()));
    }
  }
}
