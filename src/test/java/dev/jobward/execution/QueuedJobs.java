package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Jobs of a type of their own, in any state that a test needs, and how they look afterwards. */
final class QueuedJobs {

  private static final Duration LEASE = Duration.ofSeconds(15);

  private final Database database;
  private final LeaseRepository leases;
  private final JobType type = new JobType("t" + UUID.randomUUID().toString().replace("-", ""));

  QueuedJobs(Database database) {
    this.database = database;
    this.leases = new LeaseRepository(database);
  }

  JobType type() {
    return type;
  }

  JobId aWaitingJob() {
    return database
        .queryOne(
            """
            with new as (
              insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,
                               created_at, updated_at, run_at)
              select new_job_id(clock_timestamp()), 'o', ?, '{}', 3, 0, 60, now(), now(), now()
              returning *
            )
            insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts)
            select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts from new
            returning job_id
            """,
            statement -> statement.setString(1, type.name()),
            row -> new JobId(row.getObject(1, UUID.class)))
        .orElseThrow();
  }

  Lease aRunningJob() {
    aWaitingJob();
    return claim();
  }

  Lease claim() {
    return leases.claim("w", List.of(type), 1, LEASE).get(0);
  }

  void complete(Lease lease) {
    leases.complete(
        lease.jobId(), lease.token(), ResultType.NONE, Optional.empty(), Optional.empty());
  }

  void loseLease(JobId id) {
    update("update job_queue set lease_until = now() where job_id = ?", id);
    new AttemptEndings(database).endLost();
  }

  void update(String sql, JobId id) {
    database.update(sql, statement -> statement.setObject(1, id.value()));
  }

  String state(JobId id) {
    return database
        .queryOne(
            "select status || ' ' || result_type || ' ' || attempts || ' ' || coalesce(error_code, 'null')"
                + " from job where id = ?",
            statement -> statement.setObject(1, id.value()),
            row -> row.getString(1))
        .orElseThrow();
  }

  boolean queued(JobId id) {
    return database
        .queryOne(
            "select 1 from job_queue where job_id = ?",
            statement -> statement.setObject(1, id.value()),
            row -> row.getInt(1))
        .isPresent();
  }
}
