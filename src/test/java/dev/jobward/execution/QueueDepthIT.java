package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobId;
import dev.jobward.platform.Database;
import dev.jobward.platform.metrics.Metrics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class QueueDepthIT {

  private final QueuedJobs jobs = new QueuedJobs();

  @AfterEach
  void leaveNothingInTheQueue() {
    jobs.updateAll("delete from job_queue where job_type = ?");
  }

  @Test
  void tellsWhatWaitsAndRunsAndForHowLong() {
    jobs.waitingJobsOf("o", 3);
    JobId later = jobs.aWaitingJob();
    jobs.update(
        "update job_queue set run_at = now() + interval '1 hour', due = false where job_id = ?",
        later);
    jobs.claim();
    jobs.updateAll(
        "update job_queue set run_at = now() - interval '90 s' where due and started_at is null and job_type = ?");

    List<String> lines = lines(new QueueDepth(jobs.database()));

    assertThat(lines)
        .contains(jobs("later") + " 1.0", jobs("due") + " 2.0", jobs("running") + " 1.0");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("jobward_queue_oldest_due_seconds{type=\"" + type()))
        .singleElement()
        .asString()
        .matches(".* 9[0-9]\\..*");
  }

  /** Jobs of one type more than there may be, each its own. */
  @Test
  void tellsManyTypesApartAndTheRestTogether() {
    jobs.waitingJobsOf("o", 150);
    jobs.updateAll(
        """
        with many as (
          select job_id, row_number() over (order by job_id) as nr from job_queue where job_type = ?
        )
        update job_queue q set job_type = q.job_type || '.' || many.nr from many where q.job_id = many.job_id
        """);
    try {
      List<String> lines = lines(new QueueDepth(jobs.database()));

      assertThat(lines)
          .filteredOn(line -> line.startsWith("jobward_queue_jobs{"))
          .hasSize(3 * 101)
          .anyMatch(line -> line.startsWith("jobward_queue_jobs{state=\"due\",type=\"(other)\"}"));
    } finally {
      jobs.updateAll("delete from job_queue where job_type like ? || '.%'");
    }
  }

  @Test
  void tellsNothingOldWhileTheDatabaseIsAway() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nothing");

    assertThat(lines(new QueueDepth(new Database(nowhere))))
        .noneMatch(line -> line.startsWith("jobward_queue_jobs{"))
        .anyMatch(line -> line.startsWith("jvm_threads_live "));
  }

  /** Who asks again and again does not have the queue read again and again. */
  @Test
  void readsTheQueueOnceForAllWhoAskWithinAMoment() {
    jobs.aWaitingJob();
    QueueDepth depth = new QueueDepth(new Database(TestDatabase.get().dataSource()));
    Metrics metrics = new Metrics();
    depth.start(new Object(), metrics);
    assertThat(metrics.text().lines()).contains(jobs("due") + " 1.0");

    jobs.aWaitingJob();

    assertThat(metrics.text().lines()).contains(jobs("due") + " 1.0");
  }

  private static List<String> lines(QueueDepth depth) {
    Metrics metrics = new Metrics();
    depth.start(new Object(), metrics);
    return metrics.text().lines().toList();
  }

  private String jobs(String state) {
    return "jobward_queue_jobs{state=\"" + state + "\",type=\"" + type() + "\"}";
  }

  private String type() {
    return jobs.type().name();
  }
}
