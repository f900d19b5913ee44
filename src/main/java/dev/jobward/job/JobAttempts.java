package dev.jobward.job;

import dev.jobward.platform.Columns;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the attempts of a job. Only those that did not complete it have rows of their own: the one
 * that did stands in the job's row, and the one that runs in the queue's.
 */
@Dependent
class JobAttempts {

  private static final String LIST =
      """
      with ended as (
        select number, worker_id, started_at, ended_at, outcome, error_code, error_message
        from job_attempt
        where job_id = ?
      ),
      latest as (
        select worker_id, started_at, finished_at, 'COMPLETED' as outcome
        from job
        where id = ? and status = 'COMPLETED' and worker_id is not null
        union all
        select worker_id, started_at, null, 'RUNNING'
        from job_queue
        where job_id = ? and started_at is not null
      )
      select * from ended
      union all
      select coalesce((select max(number) from ended), 0) + 1, worker_id, started_at, finished_at, outcome, null, null
      from latest
      order by number
      """;

  private final Database database;

  @Inject
  JobAttempts(Database database) {
    this.database = database;
  }

  /** The oldest first. */
  List<JobAttempt> of(JobId id) {
    return database.query(
        LIST,
        statement -> {
          statement.setObject(1, id.value());
          statement.setObject(2, id.value());
          statement.setObject(3, id.value());
        },
        JobAttempts::attempt);
  }

  private static JobAttempt attempt(ResultSet row) throws SQLException {
    return new JobAttempt(
        row.getInt(1),
        row.getString(2),
        JobAttempt.Outcome.valueOf(row.getString(5)),
        Columns.instant(row, 3),
        Columns.nullableInstant(row, 4),
        error(row.getString(6), row.getString(7)));
  }

  private static @Nullable JobError error(@Nullable String code, @Nullable String message) {
    return code == null || message == null ? null : new JobError(code, message);
  }
}
