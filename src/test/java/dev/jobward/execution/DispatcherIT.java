package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.job.JobAttempt;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.NewJob;
import dev.jobward.job.OwnerActions;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.platform.tracing.Tracing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that run on threads of this test, step by step; one place, and little patience. */
@Timeout(60)
class DispatcherIT {

  private static final Settings SETTINGS =
      Settings.of(Map.of(Setting.CONCURRENCY, 1, Setting.ABANDON, 1, Setting.SHUTDOWN, 1));

  private final OwnerActions alice = new OwnerActions();
  private final QueuedJobs jobs = new QueuedJobs();
  private final LogRecords log = LogRecords.of(AbandonedHandlers.class);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Handler handler = new Handler(jobs.type());
  private final Dispatcher dispatcher = dispatcher(handler);

  @BeforeEach
  void start() {
    dispatcher.runHandlersOn(threads);
  }

  @AfterEach
  void stop() throws InterruptedException {
    handler.mayEnd.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    log.close();
    alice.close();
  }

  @Test
  void runsAJobToItsEnd() throws InterruptedException {
    JobId id = aRunningJob();
    handler.mayEnd.countDown();

    await().until(() -> status(id) == JobStatus.COMPLETED);

    assertThat(outcomes(id)).containsExactly(JobAttempt.Outcome.COMPLETED);
  }

  @Test
  void takesNoMoreThanItHasRoomFor() throws InterruptedException {
    aRunningJob();
    JobId second = create();

    dispatcher.claimOnce();

    assertThat(status(second)).isEqualTo(JobStatus.PENDING);
  }

  @Test
  void endsACancelledJobWhoseHandlerStops() throws InterruptedException {
    handler.obeys = true;
    JobId id = aRunningJob();
    alice.jobs().cancel(alice.owner, id);

    dispatcher.beatOnce();

    await().until(() -> status(id) == JobStatus.CANCELLED);
    assertThat(alice.job(id).error()).hasValue(AttemptRunner.CANCELLED);
    assertThat(outcomes(id)).containsExactly(JobAttempt.Outcome.CANCELLED);
    assertThat(log.texts()).isEmpty();
  }

  @Test
  void abandonsAHandlerThatIgnoresACancel() throws InterruptedException {
    JobId id = aRunningJob();
    alice.jobs().cancel(alice.owner, id);

    beatUntilItIsAbandoned();

    assertThat(status(id)).isEqualTo(JobStatus.CANCELLED);
    assertThat(outcomes(id)).containsExactly(JobAttempt.Outcome.CANCELLED);
  }

  @Test
  void abandonsAHandlerThatIgnoresItsTimeOut() throws InterruptedException {
    JobId id = aRunningJob();
    jobs.timeOut(id);

    beatUntilItIsAbandoned();

    assertThat(status(id)).isEqualTo(JobStatus.PENDING);
    assertThat(alice.job(id).error()).hasValue(JobError.TIMED_OUT);
    assertThat(outcomes(id)).containsExactly(JobAttempt.Outcome.TIMED_OUT);
  }

  @Test
  void refusesTheLateResultOfAnAbandonedHandler() throws InterruptedException {
    JobId id = aRunningJob();
    alice.jobs().cancel(alice.owner, id);
    beatUntilItIsAbandoned();

    handler.mayEnd.countDown();

    await().until(() -> log.texts().size() == 2);
    assertThat(status(id)).isEqualTo(JobStatus.CANCELLED);
    assertThat(alice.job(id).resultType()).isEqualTo(ResultType.NONE);
    assertThat(outcomes(id)).containsExactly(JobAttempt.Outcome.CANCELLED);
  }

  @Test
  void hasThePlaceOfAnAbandonedHandlerFree() throws InterruptedException {
    jobs.timeOut(aRunningJob());
    beatUntilItIsAbandoned();

    JobId next = aRunningJob();

    assertThat(status(next)).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void countsAbandonedHandlersAndShowsWhereTheyHang() throws InterruptedException {
    JobId first = aRunningJob();
    jobs.timeOut(first);
    beatUntilItIsAbandoned();
    JobId second = aRunningJob();
    jobs.timeOut(second);
    beatUntilItIsAbandoned();

    assertThat(log.texts()).hasSize(2);
    assertThat(log.texts().get(0))
        .contains(first.toString(), jobs.type().name(), "1 such thread")
        .contains(Handler.class.getName() + ".run");
    assertThat(log.texts().get(1)).contains(second.toString(), "2 such threads");
    handler.mayEnd.countDown();
    await().until(() -> log.texts().size() == 4);
    assertThat(log.texts().subList(2, 4)).anyMatch(line -> line.contains("0 such threads"));
  }

  @Test
  void isPatientWithAHandlerThatHasJustBeenToldToStop() throws InterruptedException {
    JobId id = aRunningJob();
    alice.jobs().cancel(alice.owner, id);

    dispatcher.beatOnce();
    dispatcher.beatOnce();

    assertThat(log.texts()).isEmpty();
    assertThat(status(id)).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void handsBackWhatIsNotDoneWhenTheServerStops() throws InterruptedException {
    JobId id = aRunningJob();

    dispatcher.stop(new Object());

    assertThat(status(id)).isEqualTo(JobStatus.PENDING);
    assertThat(alice.job(id).attempts()).isZero();
    assertThat(outcomes(id)).containsExactly(JobAttempt.Outcome.HANDED_BACK);
  }

  @Test
  void beginsNothingThatAClaimGivesWhileTheServerStops() {
    dispatcher.stop(new Object());
    JobId id = create();

    dispatcher.claimOnce();

    assertThat(handler.begun.availablePermits()).isZero();
    assertThat(status(id)).isEqualTo(JobStatus.PENDING);
    assertThat(outcomes(id)).containsExactly(JobAttempt.Outcome.HANDED_BACK);
  }

  private Dispatcher dispatcher(JobHandler only) {
    HandlerRegistry handlers = new HandlerRegistry(List.of(only));
    ResultFileWriter files = new ResultFileWriter(jobs.database(), SETTINGS);
    return new Dispatcher(
        handlers,
        jobs.leases(),
        new AttemptRunner(handlers, jobs.leases(), files, Tracing.none()),
        jobs.presence(),
        SETTINGS);
  }

  private JobId create() {
    return alice.create(NewJob.of(jobs.type(), "{}"));
  }

  private JobId aRunningJob() throws InterruptedException {
    JobId id = create();
    dispatcher.claimOnce();
    assertThat(handler.begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    return id;
  }

  private void beatUntilItIsAbandoned() {
    int before = log.texts().size();
    await()
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              dispatcher.beatOnce();
              return log.texts().size() > before;
            });
  }

  private JobStatus status(JobId id) {
    return alice.job(id).status();
  }

  private List<JobAttempt.Outcome> outcomes(JobId id) {
    return alice.jobs().attempts(alice.owner, id).stream().map(JobAttempt::outcome).toList();
  }

  /** Goes on until the test lets it end, whatever it is told; or obeys. */
  private static final class Handler implements JobHandler {

    private final JobType type;
    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private volatile boolean obeys;

    private Handler(JobType type) {
      this.type = type;
    }

    @Override
    public JobType jobType() {
      return type;
    }

    @Override
    public JobResult run(JobContext job) throws InterruptedException {
      begun.release();
      while (true) {
        try {
          mayEnd.await();
          return JobResult.text("late");
        } catch (InterruptedException e) {
          if (obeys) {
            throw e;
          }
        }
      }
    }
  }
}
