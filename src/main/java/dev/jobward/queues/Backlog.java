package dev.jobward.queues;

import dev.jobward.job.JobType;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What there is of unfinished jobs of each type. All of them are read for it, each a narrow row:
 * who counts has to bound how often.
 */
@Dependent
class Backlog {

  private static final String COUNT =
      """
      select q.job_type,
             count(*) filter (where q.started_at is null),
             count(*) filter (where q.started_at is null and q.run_at <= statement_timestamp()),
             count(*) filter (where q.started_at is not null),
             floor(extract(epoch from statement_timestamp() - min(q.run_at) filter (where q.started_at is null)) * 1000)::bigint
      from job_queue q
      group by q.job_type
      """;

  private final Database database;

  @Inject
  Backlog(Database database) {
    this.database = database;
  }

  /** Of one type. {@code waiting}: those that are due among them. */
  record Unfinished(long waiting, long due, long running, Optional<Duration> oldestDue) {

    static final Unfinished NONE = new Unfinished(0, 0, 0, Optional.empty());
  }

  Map<JobType, Unfinished> count() {
    Map<JobType, Unfinished> unfinished = new HashMap<>();
    database.query(
        COUNT,
        statement -> {},
        row -> {
          long oldest = row.getLong(5);
          // None waits, or the first one's time is still to come.
          Optional<Duration> age =
              row.wasNull() || oldest < 0 || row.getLong(3) == 0
                  ? Optional.empty()
                  : Optional.of(Duration.ofMillis(oldest));
          return unfinished.put(
              new JobType(row.getString(1)),
              new Unfinished(row.getLong(2), row.getLong(3), row.getLong(4), age));
        });
    return unfinished;
  }
}
