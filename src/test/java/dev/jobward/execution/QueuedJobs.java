package dev.jobward.execution;

import dev.jobward.TestDatabase;
import dev.jobward.Told;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.JobsChanged;
import dev.jobward.job.JobsDue;
import dev.jobward.job.JobsLater;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Database;
import dev.jobward.platform.Settings;
import dev.jobward.platform.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Jobs of a type of their own, in any state that a test needs, and how they look afterwards. */
final class QueuedJobs {

  static final Duration LEASE = Duration.ofSeconds(15);
  static final JobError ERROR = new JobError("BROKEN", "It broke.");

  final Told<JobsDue> due = new Told<>();
  final Told<JobsLater> later = new Told<>();
  final Told<JobsChanged> changed = new Told<>();

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final JobType type = new JobType("t" + UUID.randomUUID().toString().replace("-", ""));
  private final Leases leases =
      new Leases(
          new LeaseRepository(database),
          new Completions(database),
          new AttemptEndings(database),
          new EndedAttempts(new Metrics()),
          Settings.of(Map.of()),
          due,
          later,
          changed);

  Database database() {
    return database;
  }

  Leases leases() {
    return leases;
  }

  /** Of a node that has no handlers. */
  Presence presence() {
    return new Presence(database, new HandlerRegistry(List.of()), Settings.of(Map.of()));
  }

  JobType type() {
    return type;
  }

  JobId aWaitingJob() {
    return aWaitingJobOf("o");
  }

  JobId aWaitingJobOf(String owner) {
    waitingJobsOf(owner, 1);
    return database
        .queryOne(
            "select id from job where owner = ? and job_type = ? order by id desc limit 1",
            statement -> {
              statement.setString(1, owner);
              statement.setString(2, type.name());
            },
            row -> new JobId(row.getObject(1, UUID.class)))
        .orElseThrow();
  }

  void waitingJobsOf(String owner, int count) {
    database.update(
        """
        with new as (
          insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,
                           created_at, updated_at, run_at)
          select new_job_id(clock_timestamp()), ?, ?, '{}', 3, 0, 60, now(), now(), now()
          from generate_series(1, ?)
          returning *
        )
        insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts)
        select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts from new
        """,
        statement -> {
          statement.setString(1, owner);
          statement.setString(2, type.name());
          statement.setInt(3, count);
        });
  }

  Lease aRunningJob() {
    aWaitingJob();
    return claim();
  }

  Lease claim() {
    return claim(1).get(0);
  }

  List<Lease> claim(int places) {
    return leases.claim(new Claim("w", Set.of(type), places, Long.MAX_VALUE, LEASE));
  }

  /** Whether it counted. */
  boolean complete(Lease lease) {
    return complete(lease, JobResult.none());
  }

  /** Whether it counted. */
  boolean complete(Lease lease, JobResult result) {
    return leases
        .complete(List.of(Completion.of(lease.jobId(), lease.token(), result)))
        .contains(lease.jobId());
  }

  /** Whether it counted. */
  boolean completeWithFile(Lease lease, UUID file) {
    return leases
        .complete(
            List.of(
                new Completion(
                    lease.jobId(),
                    lease.token(),
                    ResultType.FILE,
                    Optional.empty(),
                    Optional.of(file))))
        .contains(lease.jobId());
  }

  /** What became of the job; empty if the word did not count. */
  Optional<JobStatus> fail(Lease lease, boolean retryable) {
    Failure failure = new Failure(lease.jobId(), lease.token(), ERROR, retryable, Duration.ZERO);
    return Optional.ofNullable(leases.fail(List.of(failure)).get(lease.jobId()));
  }

  /** What the holder hears; empty if the lease is lost. */
  Optional<Held> beat(Lease lease) {
    Heartbeat beat = new Heartbeat(lease.jobId(), lease.token(), LEASE, Optional.empty());
    return Optional.ofNullable(leases.heartbeat(List.of(beat)).get(lease.jobId()));
  }

  void loseLease(JobId id) {
    update("update job_queue set lease_until = now() where job_id = ?", id);
    while (leases.endLost() > 0) {
      // Other tests leave running jobs behind, and there is a limit to what is ended at once.
    }
  }

  void timeOut(JobId id) {
    update("update job_queue set deadline = now() where job_id = ?", id);
    while (leases.endTimedOut() > 0) {
      // As above.
    }
  }

  void update(String sql, JobId id) {
    database.update(sql, statement -> statement.setObject(1, id.value()));
  }

  /** The parameter is the type. */
  void updateAll(String sql) {
    database.update(sql, statement -> statement.setString(1, type.name()));
  }

  String state(JobId id) {
    return text(
        "select status || ' ' || result_type || ' ' || attempts || ' ' || coalesce(error_code, 'null')"
            + " from job where id = ?",
        id);
  }

  /** The attempts that did not complete the job, each with its number and outcome. */
  String attempts(JobId id) {
    return text(
        "select coalesce(string_agg(number || ' ' || outcome, ', ' order by number), '') from job_attempt"
            + " where job_id = ?",
        id);
  }

  /** The job's version as its owner sees it. */
  int version(JobId id) {
    return Integer.parseInt(
        text(
            "select coalesce(q.version, job.version)::text from job left join job_queue q on q.job_id = job.id"
                + " where job.id = ?",
            id));
  }

  String text(String sql, JobId id) {
    return database
        .queryOne(sql, statement -> statement.setObject(1, id.value()), row -> row.getString(1))
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
