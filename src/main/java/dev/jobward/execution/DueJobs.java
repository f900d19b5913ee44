package dev.jobward.execution;

import dev.jobward.job.JobType;
import dev.jobward.job.JobsDue;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets jobs become due when their time has come. Claims walk due jobs alone, so that a million jobs
 * for next week cost them nothing.
 */
@Dependent
class DueJobs {

  private static final int AT_ONCE = 1_000;

  /** Rows that another node holds are passed over: it is making them due, too. */
  private static final String PROMOTE =
      """
      with come as (
        select q.job_id
        from job_queue q
        where q.started_at is null and not q.due and q.run_at <= clock_timestamp()
        order by q.run_at
        limit ?
        for update skip locked
      )
      update job_queue q
      set due = true
      from come
      where q.job_id = come.job_id
      returning q.job_type
      """;

  /** Before a row is looked at again whose time has come, but which somebody else holds. */
  private static final Duration HELD = Duration.ofMillis(20);

  private static final String NEXT =
      """
      select ceil(extract(epoch from q.run_at - clock_timestamp()) * 1000)::bigint
      from job_queue q
      where q.started_at is null and not q.due
      order by q.run_at
      limit 1
      """;

  private final Database database;
  private final Event<JobsDue> due;

  @Inject
  DueJobs(Database database, Event<JobsDue> due) {
    this.database = database;
    this.due = due;
  }

  /** Some of them, if there are many. Whether it is to be called again at once. */
  boolean promoteOnce() {
    List<JobType> promoted =
        database.query(
            PROMOTE,
            statement -> statement.setInt(1, AT_ONCE),
            row -> new JobType(row.getString(1)));
    Set<JobType> types = new HashSet<>(promoted);
    if (!types.isEmpty()) {
      due.fire(new JobsDue(types));
    }
    return promoted.size() == AT_ONCE;
  }

  /** How long until the next job's time comes; empty if no job waits for its time. */
  Optional<Duration> untilNext() {
    return database
        .queryOne(NEXT, statement -> {}, row -> row.getLong(1))
        .map(millis -> millis > 0 ? Duration.ofMillis(millis) : HELD);
  }
}
