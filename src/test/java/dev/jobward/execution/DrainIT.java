package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobType;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.platform.tracing.Tracing;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many jobs of a quick handler, and a poll that comes too late to be of any help. */
@Timeout(120)
class DrainIT {

  private static final Settings SETTINGS = Settings.of(Map.of(Setting.POLL, 60_000));

  /** More than a node holds at once. */
  private static final int JOBS = 6_000;

  private final QueuedJobs jobs = new QueuedJobs();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Dispatcher dispatcher = dispatcher(jobs);

  @AfterEach
  void stop() throws InterruptedException {
    dispatcher.stop(new Object());
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void claimsAgainWhenTheEndsThatItHeldAreWritten() throws SQLException {
    jobs.waitingJobsOf("drain-" + UUID.randomUUID(), JOBS);

    try (Connection connection = TestDatabase.get().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table job in exclusive mode");
      dispatcher.startOn(threads);
      await().atMost(Duration.ofSeconds(8)).until(() -> held() >= JOBS / 2);
      connection.rollback();
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> left() == 0);
  }

  private int held() {
    return count("started_at is not null");
  }

  private int left() {
    return count("true");
  }

  private int count(String condition) {
    return jobs.database()
        .queryOne(
            "select count(*) from job_queue where job_type = ? and " + condition,
            statement -> statement.setString(1, jobs.type().name()),
            row -> row.getInt(1))
        .orElseThrow();
  }

  private static Dispatcher dispatcher(QueuedJobs jobs) {
    HandlerRegistry handlers = new HandlerRegistry(List.of(new Quick(jobs.type())));
    return new Dispatcher(
        handlers,
        jobs.leases(),
        new AttemptRunner(
            handlers,
            jobs.leases(),
            new ResultFileWriter(jobs.database(), SETTINGS),
            Tracing.none()),
        jobs.presence(),
        SETTINGS);
  }

  private record Quick(JobType jobType) implements JobHandler {

    @Override
    public JobResult run(JobContext job) {
      return JobResult.none();
    }
  }
}
