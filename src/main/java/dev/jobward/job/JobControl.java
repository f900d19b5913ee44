package dev.jobward.job;

import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * What an owner changes about a job, one statement each. Whether it is possible is decided by the
 * rows as they are locked, and not as somebody has read them before.
 */
@Dependent
class JobControl {

  /**
   * A waiting job ends here; of a running one its holder is asked to stop, and the rest is up to
   * how the attempt ends. The queue's row is locked first, as everybody does who ends attempts.
   */
  private static final String CANCEL =
      """
      with unfinished as (
        select q.job_id, q.version, q.started_at
        from job_queue q
        where q.job_id = ? and q.owner = ?
        for update
      ),
      asked as (
        update job_queue q
        set cancel_requested = true, version = q.version + 1, updated_at = clock_timestamp()
        from unfinished
        where q.job_id = unfinished.job_id and unfinished.started_at is not null and not q.cancel_requested
      ),
      removed as (
        delete from job_queue q
        using unfinished
        where q.job_id = unfinished.job_id and unfinished.started_at is null
        returning q.job_id, unfinished.version, clock_timestamp() as at
      ),
      ended as (
        update job
        set status = 'CANCELLED', cancel_requested = true, version = removed.version + 1,
            updated_at = removed.at, finished_at = removed.at
        from removed
        where job.id = removed.job_id
      )
      select from unfinished
      """;

  private static final String RETRY =
      """
      with again as (
        select job.id, clock_timestamp() as now
        from job
        where job.id = ? and job.owner = ? and job.status in ('FAILED', 'CANCELLED')
        for update
      ),
      reset as (
        update job
        set status = 'PENDING', cancel_requested = false, attempts = 0, error_code = null, error_message = null,
            progress_percent = null, progress_message = null, expires_at = null, started_at = null, finished_at = null,
            run_at = again.now, updated_at = again.now, version = job.version + 1
        from again
        where job.id = again.id
        returning job.*
      )
      insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, version)
      select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, version
      from reset
      """;

  private static final String DELETE =
      """
      delete from job
      where id = ? and owner = ? and status <> 'PENDING'
      """;

  private final Database database;

  @Inject
  JobControl(Database database) {
    this.database = database;
  }

  /** Whether the job was unfinished. */
  boolean cancel(Owner owner, JobId id) {
    return database
        .queryOne(
            CANCEL,
            statement -> {
              statement.setObject(1, id.value());
              statement.setString(2, owner.subject());
            },
            row -> true)
        .isPresent();
  }

  /** Whether the job had failed or was cancelled. */
  boolean retry(Owner owner, JobId id) {
    return update(RETRY, owner, id);
  }

  /** Whether the job was final. */
  boolean delete(Owner owner, JobId id) {
    return update(DELETE, owner, id);
  }

  private boolean update(String sql, Owner owner, JobId id) {
    return database.update(
            sql,
            statement -> {
              statement.setObject(1, id.value());
              statement.setString(2, owner.subject());
            })
        > 0;
  }
}
