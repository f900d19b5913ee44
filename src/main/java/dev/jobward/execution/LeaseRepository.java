package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.platform.ArrayBinder;
import dev.jobward.platform.Columns;
import dev.jobward.platform.Database;
import dev.jobward.platform.tracing.Traceparent;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Claims jobs and keeps their leases, one statement a step; {@link Completions} and {@link
 * AttemptEndings} have the ends. Times are the database's. Every write by a holder asks for its
 * token, so that a holder that was taken for dead can do no harm.
 */
@Dependent
class LeaseRepository {

  /** Its own text is in the migrations, with the reason. */
  private static final String CLAIM =
      """
      select job_id, owner, job_type, payload, lease_token, lease_until, attempts, expired, traceparent
      from claim_traced_jobs(?::text[], ?, ?, ?, ? * interval '1 millisecond', ?)
      """;

  /**
   * A lease that was lost and that nobody has claimed since is the holder's again: then its attempt
   * goes on, and is no longer among those that ended. What is {@code seen} is for {@link Words}.
   */
  private static final String HEARTBEAT =
      """
      with beat as (
        select *
        from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::int[], ?::text[])
          as b(job_id, token, lease, percent, message)
      ),
      -- Rows are locked in the order of their ids, whatever the plan of what follows: two who renew the same
      -- leases meet in this order, and not in a deadlock.
      mine as materialized (
        select q.job_id
        from beat
        join job_queue q on q.job_id = beat.job_id and q.lease_token = beat.token
        order by q.job_id
        for update of q
      ),
      renewed as (
        update job_queue q
        set lease_until = clock_timestamp() + beat.lease * interval '1 millisecond',
            started_at = coalesce(q.started_at, job.started_at),
            progress_percent =
              coalesce(beat.percent, case when q.started_at is null then job.progress_percent else q.progress_percent end),
            progress_message =
              case
                when beat.percent is not null then beat.message
                when q.started_at is null then job.progress_message
                else q.progress_message
              end,
            (updated_at, version) = (
              select case when changed then clock_timestamp() else q.updated_at end,
                     case when changed then q.version + 1 else q.version end
              from (
                select q.started_at is null
                         or beat.percent is not null
                            and (beat.percent, beat.message) is distinct from (q.progress_percent, q.progress_message)
              ) as c(changed)
            )
        from beat
        join mine on mine.job_id = beat.job_id
        join job on job.id = beat.job_id
        join job_queue seen on seen.job_id = beat.job_id
        where q.job_id = beat.job_id and q.lease_token = beat.token
          and (q.started_at is null) = (seen.started_at is null)
          and (q.started_at is not null or q.deadline > clock_timestamp())
        returning q.job_id, q.worker_id, q.started_at, q.lease_until, q.cancel_requested
      ),
      revived as (
        delete from job_attempt a
        using renewed
        where a.job_id = renewed.job_id and a.started_at = renewed.started_at and a.worker_id = renewed.worker_id
          and a.outcome = 'LEASE_LOST'
        returning a.job_id, a.number
      ),
      restored as (
        update job
        set error_code = before.error_code, error_message = before.error_message
        from revived
        left join lateral (
          select a.error_code, a.error_message
          from job_attempt a
          where a.job_id = revived.job_id and a.number < revived.number
          order by a.number desc
          limit 1
        ) before on true
        where job.id = revived.job_id
      )
      select job_id, lease_until, cancel_requested
      from renewed
      """;

  private final Database database;

  @Inject
  LeaseRepository(Database database) {
    this.database = database;
  }

  /**
   * What a claim gave.
   *
   * @param leases in the order in which they are to run
   * @param lastTurn the owner who had it, be it with a job that had run out of time before it
   *     began; empty if there was no job
   */
  record Claimed(List<Lease> leases, Optional<Owner> lastTurn) {}

  /**
   * Due jobs, owners in turns.
   *
   * @param after the owner who had the last turn; the empty text begins with the first owner
   */
  Claimed claim(Claim claim, String after) {
    List<Lease> leases = new ArrayList<>();
    List<Owner> turns =
        database.query(
            CLAIM,
            statement -> bind(statement, claim, after),
            row -> {
              if (!row.getBoolean(8)) {
                leases.add(lease(row));
              }
              return new Owner(row.getString(2));
            });
    return new Claimed(
        leases, turns.isEmpty() ? Optional.empty() : Optional.of(turns.get(turns.size() - 1)));
  }

  /** Renews leases. Those that are missing in the answer are lost. */
  List<Held> heartbeat(List<Heartbeat> beats) {
    return database.queryMany(
        beats.size(),
        HEARTBEAT,
        statement ->
            new ArrayBinder<>(statement, 1, Words.inOrder(beats, Heartbeat::jobId))
                .uuids(beat -> beat.jobId().value())
                .uuids(beat -> beat.token().value())
                .longs(beat -> beat.lease().toMillis())
                .optionalInts(beat -> beat.progress().map(progress -> progress.percent()))
                .optionalTexts(beat -> beat.progress().flatMap(progress -> progress.message())),
        LeaseRepository::held);
  }

  private static void bind(PreparedStatement statement, Claim claim, String after)
      throws SQLException {
    String[] names = claim.types().stream().map(JobType::name).toArray(String[]::new);
    statement.setArray(1, statement.getConnection().createArrayOf("text", names));
    statement.setString(2, after);
    statement.setInt(3, claim.places());
    statement.setLong(4, claim.maxBytes());
    statement.setLong(5, claim.lease().toMillis());
    statement.setString(6, claim.workerId());
  }

  private static Lease lease(ResultSet row) throws SQLException {
    return new Lease(
        new JobId(Columns.uuid(row, 1)),
        new Owner(row.getString(2)),
        new JobType(row.getString(3)),
        row.getString(4),
        new LeaseToken(Columns.uuid(row, 5)),
        Columns.instant(row, 6),
        row.getInt(7),
        Optional.ofNullable(row.getString(9)).map(Traceparent::new));
  }

  private static Held held(ResultSet row) throws SQLException {
    return new Held(new JobId(Columns.uuid(row, 1)), Columns.instant(row, 2), row.getBoolean(3));
  }
}
