package dev.jobward.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobType;
import dev.jobward.platform.Database;
import dev.jobward.platform.metrics.Metrics;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class QueueDepthIT {

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final QueueRows rows = new QueueRows(database);
  private final JobType type = new JobType("depth." + UUID.randomUUID());

  @AfterEach
  void leaveNothingInTheQueue() {
    rows.remove(type);
  }

  @Test
  void tellsWhatWaitsAndRunsAndForHowLong() {
    rows.queued(type, "-90 seconds", false);
    rows.queued(type, "-80 seconds", false);
    rows.queued(type, "1 hour", false);
    rows.queued(type, "-2 hours", true);

    List<String> lines = lines(depth());

    assertThat(lines)
        .contains(jobs("later") + " 1.0", jobs("due") + " 2.0", jobs("running") + " 1.0");
    assertThat(lines)
        .filteredOn(
            line -> line.startsWith("jobward_queue_oldest_due_seconds{type=\"" + type.name()))
        .singleElement()
        .asString()
        .matches(".* 9[0-9]\\..*");
  }

  /** Jobs of one type more than there may be, each its own. */
  @Test
  void tellsManyTypesApartAndTheRestTogether() {
    for (int i = 0; i < 150; i++) {
      rows.queued(new JobType(type.name() + "." + i), "-1 second", false);
    }

    assertThat(lines(depth()))
        .filteredOn(line -> line.startsWith("jobward_queue_jobs{"))
        .hasSize(3 * 101)
        .anyMatch(line -> line.startsWith("jobward_queue_jobs{state=\"due\",type=\"(other)\"}"));
  }

  @Test
  void tellsNothingOldWhileTheDatabaseIsAway() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nothing");

    assertThat(lines(new QueueDepth(new Backlog(new Database(nowhere)))))
        .noneMatch(line -> line.startsWith("jobward_queue_jobs{"))
        .anyMatch(line -> line.startsWith("jvm_threads_live "));
  }

  /** Who asks again and again does not have the queue read again and again. */
  @Test
  void readsTheQueueOnceForAllWhoAskWithinAMoment() {
    rows.queued(type, "-1 second", false);
    Metrics metrics = new Metrics();
    depth().start(new Object(), metrics);
    assertThat(metrics.text().lines()).contains(jobs("due") + " 1.0");

    rows.queued(type, "-1 second", false);

    assertThat(metrics.text().lines()).contains(jobs("due") + " 1.0");
  }

  private QueueDepth depth() {
    return new QueueDepth(new Backlog(database));
  }

  private static List<String> lines(QueueDepth depth) {
    Metrics metrics = new Metrics();
    depth.start(new Object(), metrics);
    return metrics.text().lines().toList();
  }

  private String jobs(String state) {
    return "jobward_queue_jobs{state=\"" + state + "\",type=\"" + type.name() + "\"}";
  }
}
