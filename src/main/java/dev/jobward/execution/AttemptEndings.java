package dev.jobward.execution;

import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.platform.ArrayBinder;
import dev.jobward.platform.Columns;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * How attempts end without success: by their holder's word, by their time, or because nobody heard
 * of their holder any more. One statement each, by the database's clock.
 */
@Dependent
class AttemptEndings {

  /** How many a reaper ends at once: more would hold up those who share the database. */
  static final int AT_ONCE = 500;

  /** No attempt's outcome: there was none. */
  private static final String EXPIRED = "EXPIRED";

  /**
   * Ends the attempts that are {@code found}: rows of the queue, locked, each with how its attempt
   * ends ({@code outcome}), the error, whether another attempt may follow and when ({@code
   * next_run_at}), how many attempts then count, and what becomes of the token.
   *
   * <p>An attempt that was written down as lost, and whose holder comes back to say how it ended,
   * has its row already; so has every attempt before it, which makes the numbers.
   */
  private static final String END =
      """
      with %s
      ended as materialized (
        select found.*,
               case
                 when found.cancel_requested then 'CANCELLED'
                 when found.retryable and found.counted < found.max_attempts then 'PENDING'
                 else 'FAILED'
               end as status,
               clock_timestamp() as at
        from found
      ),
      requeued as (
        update job_queue q
        set started_at = null, lease_until = null, updated_at = null, progress_percent = null, progress_message = null,
            lease_token = ended.kept_token,
            worker_id = case when ended.kept_token is not null then q.worker_id end,
            deadline = case when ended.kept_token is not null then q.deadline end,
            run_at = ended.next_run_at, due = ended.next_run_at <= ended.at, attempts = ended.counted,
            version = ended.version + 1
        from ended
        where q.job_id = ended.job_id and ended.status = 'PENDING'
      ),
      removed as (
        delete from job_queue q
        using ended
        where q.job_id = ended.job_id and ended.status <> 'PENDING'
      ),
      changed as (
        update job
        set status = ended.status, attempts = ended.counted,
            run_at = case when ended.status = 'PENDING' then ended.next_run_at else job.run_at end,
            cancel_requested = ended.cancel_requested, version = ended.version + 1,
            started_at = coalesce(ended.started_at, job.started_at),
            progress_percent = case when ended.started_at is null then job.progress_percent else ended.progress_percent end,
            progress_message = case when ended.started_at is null then job.progress_message else ended.progress_message end,
            error_code = coalesce(ended.error_code, job.error_code),
            error_message = coalesce(ended.error_message, job.error_message),
            updated_at = ended.at,
            finished_at = case when ended.status <> 'PENDING' then ended.at end
        from ended
        where job.id = ended.job_id
        returning job.id, job.started_at, job.traceparent
      ),
      -- An attempt that failed after its cancel was asked for has done what it was to do.
      outcomes as (
        select ended.*, changed.started_at as began_at, changed.traceparent,
               case when ended.outcome = 'FAILED' and ended.status = 'CANCELLED' then 'CANCELLED' else ended.outcome end
                 as result
        from ended
        join changed on changed.id = ended.job_id
      ),
      written as (
        insert into job_attempt (job_id, number, worker_id, started_at, ended_at, outcome, error_code, error_message)
        select ended.job_id, last.number + case when ended.started_at is null then 0 else 1 end, ended.worker_id,
               ended.began_at, ended.at, ended.result, ended.error_code, ended.error_message
        from outcomes ended
        cross join lateral (
          select coalesce(max(a.number), 0) as number from job_attempt a where a.job_id = ended.job_id
        ) last
        where ended.outcome <> 'EXPIRED'
        on conflict (job_id, number) do update
          set ended_at = excluded.ended_at, outcome = excluded.outcome,
              error_code = excluded.error_code, error_message = excluded.error_message
      )
      select job_id, job_type, attempts, worker_id, result,
             greatest(0, extract(epoch from at - began_at) * 1000)::bigint, traceparent, status, next_run_at <= at
      from outcomes
      """;

  /**
   * 1 s, doubling, at most the cap; up to a fifth less, so that what failed together does not retry
   * together.
   */
  private static final String BACK_OFF =
      """
      least(?::float8, ?::float8 * power(2, least(q.attempts - 1, 30))) * (1 - 0.2 * random())""";

  /** What is {@code seen} is for {@link Words}. */
  private static final String FAIL =
      END.formatted(
          """
          word as (
            select *
            from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::boolean[], ?::bigint[])
              as w(job_id, token, error_code, error_message, retryable, not_before)
          ),
          found as (
            select q.*, 'FAILED' as outcome, word.error_code, word.error_message, word.retryable,
                   clock_timestamp() + greatest(word.not_before, %s) * interval '1 millisecond' as next_run_at,
                   q.attempts as counted, null::uuid as kept_token
            from word
            join job_queue q on q.job_id = word.job_id and q.lease_token = word.token
            join job_queue seen on seen.job_id = word.job_id
            where (q.started_at is null) = (seen.started_at is null)
              and (q.started_at is not null or q.deadline > clock_timestamp())
            order by q.job_id
            for update of q
          ),"""
              .formatted(BACK_OFF));

  // The attempt is taken back, and the job is due as it was.
  private static final String HAND_BACK =
      END.formatted(
          """
          word as (
            select * from unnest(?::uuid[], ?::uuid[]) as w(job_id, token)
          ),
          found as (
            select q.*, 'HANDED_BACK' as outcome, null as error_code, null as error_message, true as retryable,
                   q.run_at as next_run_at, q.attempts - 1 as counted, null::uuid as kept_token
            from word
            join job_queue q on q.job_id = word.job_id and q.lease_token = word.token
            where q.started_at is not null
            order by q.job_id
            for update of q
          ),""");

  /** What a reaper finds; rows that somebody else holds are passed over, as it comes again. */
  private static final String REAP =
      END.formatted(
          """
          found as (
            select q.*, '%s' as outcome, ? as error_code, ? as error_message, %s as retryable,
                   %s as next_run_at, q.attempts as counted, %s::uuid as kept_token
            from job_queue q
            where %s
            limit %d
            for update skip locked
          ),""");

  private static final String END_TIMED_OUT =
      REAP.formatted(
          "TIMED_OUT",
          "true",
          "clock_timestamp() + " + BACK_OFF + " * interval '1 millisecond'",
          "null",
          "q.started_at is not null and q.deadline <= clock_timestamp()",
          AT_ONCE);

  // The token stays: until the next claim a late word still counts.
  private static final String END_LOST =
      REAP.formatted(
          "LEASE_LOST",
          "true",
          "q.run_at",
          "q.lease_token",
          "q.started_at is not null and q.lease_until <= clock_timestamp()",
          AT_ONCE);

  private static final String EXPIRE =
      REAP.formatted(
          EXPIRED,
          "false",
          "q.run_at",
          "null",
          "q.started_at is null and q.expires_at <= clock_timestamp()",
          AT_ONCE);

  private final Database database;

  @Inject
  AttemptEndings(Database database) {
    this.database = database;
  }

  /**
   * How a job ended, or that it waits again.
   *
   * @param due whether it may be claimed at once, if it waits
   * @param attempt that ended; empty for a job that had not begun in time
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
  record Ended(
      JobId jobId, JobType type, JobStatus status, boolean due, Optional<AttemptEnd> attempt) {}

  /** Ends attempts without success. Those that are missing in the answer are lost. */
  List<Ended> fail(List<Failure> failures, BackOff backOff) {
    List<Failure> words = Words.inOrder(failures, Failure::jobId);
    return database.queryMany(
        words.size(),
        FAIL,
        statement -> {
          new ArrayBinder<>(statement, 1, words)
              .uuids(word -> word.jobId().value())
              .uuids(word -> word.token().value())
              .texts(word -> word.error().code())
              .texts(word -> word.error().message())
              .booleans(Failure::retryable)
              .longs(word -> word.notBefore().toMillis());
          statement.setLong(7, backOff.cap().toMillis());
          statement.setLong(8, backOff.first().toMillis());
        },
        AttemptEndings::ended);
  }

  /**
   * Gives jobs back as if these attempts had not been, because their server stops. Those that are
   * missing in the answer run no more.
   */
  List<Ended> handBack(List<Lease> leases) {
    return database.queryMany(
        leases.size(),
        HAND_BACK,
        statement ->
            new ArrayBinder<>(statement, 1, leases)
                .uuids(lease -> lease.jobId().value())
                .uuids(lease -> lease.token().value()),
        AttemptEndings::ended);
  }

  /** Ends attempts that took longer than their {@code timeoutSeconds}; some, if there are many. */
  List<Ended> endTimedOut(BackOff backOff) {
    return database.query(
        END_TIMED_OUT,
        statement -> {
          statement.setString(1, JobError.TIMED_OUT.code());
          statement.setString(2, JobError.TIMED_OUT.message());
          statement.setLong(3, backOff.cap().toMillis());
          statement.setLong(4, backOff.first().toMillis());
        },
        AttemptEndings::ended);
  }

  /** Ends attempts whose holder stopped renewing; their jobs are due at once. */
  List<Ended> endLost() {
    return end(END_LOST, JobError.LEASE_LOST);
  }

  /** Fails jobs of which no attempt had started by {@code expiresAt}. */
  List<Ended> expire() {
    return end(EXPIRE, JobError.EXPIRED);
  }

  private List<Ended> end(String sql, JobError error) {
    return database.query(
        sql,
        statement -> {
          statement.setString(1, error.code());
          statement.setString(2, error.message());
        },
        AttemptEndings::ended);
  }

  private static Ended ended(ResultSet row) throws SQLException {
    return new Ended(
        new JobId(Columns.uuid(row, 1)),
        new JobType(row.getString(2)),
        JobStatus.valueOf(row.getString(8)),
        row.getBoolean(9),
        row.getString(5).equals(EXPIRED) ? Optional.empty() : Optional.of(AttemptEnd.read(row)));
  }
}
