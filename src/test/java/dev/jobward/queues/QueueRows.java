package dev.jobward.queues;

import dev.jobward.job.JobType;
import dev.jobward.platform.Database;

/** Unfinished jobs, written as they are to be. */
final class QueueRows {

  private final Database database;

  QueueRows(Database database) {
    this.database = database;
  }

  /** {@code runAt} is an interval from now. */
  void queued(JobType type, String runAt, boolean running) {
    database.update(
        """
        with new as (
          insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds, created_at, updated_at, run_at)
          select new_job_id(clock_timestamp()), 'o', ?, '{}', 3, 0, 60, now(), now(), now() + ?::interval
          returning *
        )
        insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, due, started_at,
                               lease_token, lease_until, deadline, worker_id, updated_at, attempts)
        select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, run_at <= now(), r.at,
               gen_random_uuid(), now() + interval '1 hour', now() + interval '1 hour', 'w', now(), 1
        from new
        cross join (select case when ? then now() end as at) as r
        """,
        statement -> {
          statement.setString(1, type.name());
          statement.setString(2, runAt);
          statement.setBoolean(3, running);
        });
  }

  /** Of this type, and of those whose names begin with it. */
  void remove(JobType type) {
    database.update(
        "delete from job_queue where job_type like ? || '%'",
        statement -> statement.setString(1, type.name()));
  }
}
