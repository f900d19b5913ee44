package dev.jobward.execution;

import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;

/**
 * How attempts end without success: by their holder's word, by their time, or because nobody heard
 * of their holder any more. One statement each, by the database's clock.
 */
@Dependent
class AttemptEndings {

  /**
   * Ends attempts without a result: which, when the job is due again, what becomes of the token,
   * how many attempts then count, and whether a row that somebody else holds is passed over. A
   * reaper comes again; a holder's own word must wait, or a heartbeat under way would make it a
   * lost lease.
   */
  private static final String END =
      """
      with ended as (
        select q.job_id, %4$s as attempts, q.started_at, q.progress_percent, q.progress_message,
               case
                 when job.cancel_requested then 'CANCELLED'
                 when ? and %4$s < q.max_attempts then 'PENDING'
                 else 'FAILED'
               end as status,
               %2$s as run_at
        from job_queue q
        join job on job.id = q.job_id
        where %1$s
        for update of q %5$s
      ),
      requeued as (
        update job_queue q
        set started_at = null, lease_until = null, deadline = null, worker_id = null, updated_at = null,
            progress_percent = null, progress_message = null,
            lease_token = %3$s, run_at = ended.run_at, attempts = ended.attempts
        from ended
        where q.job_id = ended.job_id and ended.status = 'PENDING'
      ),
      removed as (
        delete from job_queue q
        using ended
        where q.job_id = ended.job_id and ended.status <> 'PENDING'
      )
      update job
      set status = ended.status, attempts = ended.attempts, run_at = ended.run_at,
          started_at = coalesce(ended.started_at, job.started_at),
          progress_percent = ended.progress_percent, progress_message = ended.progress_message,
          error_code = coalesce(?, job.error_code), error_message = coalesce(?, job.error_message),
          updated_at = clock_timestamp(),
          finished_at = case when ended.status <> 'PENDING' then clock_timestamp() end
      from ended
      where job.id = ended.job_id
      returning job.id, job.status
      """;

  /**
   * 1 s, doubling, at most the cap; up to a fifth less, so that what failed together does not retry
   * together.
   */
  private static final String BACK_OFF =
      """
      clock_timestamp()
        + least(?::float8, ?::float8 * power(2, least(q.attempts - 1, 30))) * (1 - 0.2 * random())
          * interval '1 millisecond'""";

  private static final String STARTED = "q.attempts";

  private static final String FAIL =
      END.formatted("q.job_id = ? and q.lease_token = ?", BACK_OFF, "null", STARTED, "");
  // The attempt is taken back, and the job is due as it was.
  private static final String HAND_BACK =
      END.formatted(
          "q.job_id = ? and q.lease_token = ? and q.started_at is not null",
          "q.run_at",
          "null",
          "q.attempts - 1",
          "");
  private static final String END_TIMED_OUT =
      END.formatted(
          "q.started_at is not null and q.deadline <= clock_timestamp()",
          BACK_OFF,
          "null",
          STARTED,
          "skip locked");
  // The token stays: until the next claim a late completion still counts.
  private static final String END_LOST =
      END.formatted(
          "q.started_at is not null and q.lease_until <= clock_timestamp()",
          "q.run_at",
          "q.lease_token",
          STARTED,
          "skip locked");
  private static final String EXPIRE =
      END.formatted(
          "q.started_at is null and q.expires_at <= clock_timestamp()",
          "q.run_at",
          "null",
          STARTED,
          "skip locked");

  private final Database database;

  @Inject
  AttemptEndings(Database database) {
    this.database = database;
  }

  /** How a job ended, or that it waits again. */
  record Ended(JobId jobId, JobStatus status) {}

  /**
   * Ends the attempt without success.
   *
   * @throws LeaseLost if the token is not the job's latest
   */
  JobStatus fail(JobId id, LeaseToken token, JobError error, boolean retryable, BackOff backOff) {
    return database
        .queryOne(
            FAIL,
            statement -> {
              statement.setBoolean(1, retryable);
              statement.setLong(2, backOff.cap().toMillis());
              statement.setLong(3, backOff.first().toMillis());
              statement.setObject(4, id.value());
              statement.setObject(5, token.value());
              statement.setString(6, error.code());
              statement.setString(7, error.message());
            },
            AttemptEndings::ended)
        .orElseThrow(LeaseLost::new)
        .status();
  }

  /**
   * Gives the job back as if this attempt had not been, because the server stops.
   *
   * @throws LeaseLost if the token is not that of the running attempt
   */
  JobStatus handBack(JobId id, LeaseToken token) {
    return database
        .queryOne(
            HAND_BACK,
            statement -> {
              statement.setBoolean(1, true);
              statement.setObject(2, id.value());
              statement.setObject(3, token.value());
              statement.setNull(4, Types.VARCHAR);
              statement.setNull(5, Types.VARCHAR);
            },
            AttemptEndings::ended)
        .orElseThrow(LeaseLost::new)
        .status();
  }

  /** Ends the attempts that took longer than their {@code timeoutSeconds}. */
  List<Ended> endTimedOut(BackOff backOff) {
    return database.query(
        END_TIMED_OUT,
        statement -> {
          statement.setBoolean(1, true);
          statement.setLong(2, backOff.cap().toMillis());
          statement.setLong(3, backOff.first().toMillis());
          statement.setString(4, JobError.TIMED_OUT.code());
          statement.setString(5, JobError.TIMED_OUT.message());
        },
        AttemptEndings::ended);
  }

  /** Ends the attempts whose holder stopped renewing; their jobs are due at once. */
  List<Ended> endLost() {
    return end(END_LOST, true, JobError.LEASE_LOST);
  }

  /** Fails the jobs of which no attempt had started by {@code expiresAt}. */
  List<Ended> expire() {
    return end(EXPIRE, false, JobError.EXPIRED);
  }

  private List<Ended> end(String sql, boolean retryable, JobError error) {
    return database.query(
        sql,
        statement -> {
          statement.setBoolean(1, retryable);
          statement.setString(2, error.code());
          statement.setString(3, error.message());
        },
        AttemptEndings::ended);
  }

  private static Ended ended(ResultSet row) throws SQLException {
    return new Ended(new JobId(row.getObject(1, UUID.class)), JobStatus.valueOf(row.getString(2)));
  }
}
