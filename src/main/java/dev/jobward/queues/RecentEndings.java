package dev.jobward.queues;

import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many jobs of each type have ended in the last hour. Nothing is written for it: {@code
 * job_changed_by_status_updated} has the endings in their order. What is over does not change, so
 * that a node counts each stretch of ten seconds once, and again only those that have just passed.
 *
 * <p>A job that is deleted or retried later was counted, and stays so.
 */
@ApplicationScoped
class RecentEndings {

  private static final long STRETCH_MILLIS = 10_000;
  private static final long HOUR_MILLIS = 3_600_000;

  /** An ending is committed some moments after the time that it bears. */
  private static final long OPEN_MILLIS = 30_000;

  private static final String COUNT =
      """
      select job.status, job.job_type, floor(extract(epoch from job.updated_at) * 1000 / ?)::bigint, count(*)
      from job
      where job.status in ('COMPLETED', 'FAILED') and job.updated_at >= ?::timestamptz
      group by 1, 2, 3
      """;

  private static final String NOW =
      """
      select floor(extract(epoch from clock_timestamp()) * 1000)::bigint
      """;

  private final NavigableMap<Long, Map<JobType, Endings>> stretches = new TreeMap<>();
  private Database database;
  private long countedUpTo;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected RecentEndings() {}

  @Inject
  RecentEndings(Database database) {
    this.database = database;
  }

  /** How many jobs of one type. */
  record Endings(long completed, long failed) {

    static final Endings NONE = new Endings(0, 0);

    Endings plus(Endings more) {
      return new Endings(completed + more.completed, failed + more.failed);
    }
  }

  /** Counts what is new, and gives the sums of the last hour. */
  synchronized Map<JobType, Endings> count() {
    long now = database.queryOne(NOW, statement -> {}, row -> row.getLong(1)).orElseThrow();
    long from = Math.max(countedUpTo, (now - HOUR_MILLIS) / STRETCH_MILLIS);
    NavigableMap<Long, Map<JobType, Endings>> counted = new TreeMap<>();
    database.query(
        COUNT,
        statement -> {
          statement.setLong(1, STRETCH_MILLIS);
          statement.setString(2, Instant.ofEpochMilli(from * STRETCH_MILLIS).toString());
        },
        row -> {
          long number = row.getLong(4);
          boolean completed = row.getString(1).equals(JobStatus.COMPLETED.name());
          return counted
              .computeIfAbsent(row.getLong(3), stretch -> new HashMap<>())
              .merge(
                  new JobType(row.getString(2)),
                  completed ? new Endings(number, 0) : new Endings(0, number),
                  Endings::plus);
        });
    stretches.tailMap(from, true).clear();
    stretches.putAll(counted);
    stretches.headMap((now - HOUR_MILLIS) / STRETCH_MILLIS, false).clear();
    countedUpTo = (now - OPEN_MILLIS) / STRETCH_MILLIS;
    Map<JobType, Endings> sums = new HashMap<>();
    stretches
        .values()
        .forEach(stretch -> stretch.forEach((type, more) -> sums.merge(type, more, Endings::plus)));
    return sums;
  }
}
