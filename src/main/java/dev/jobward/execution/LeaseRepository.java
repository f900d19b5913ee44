package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The life of a lease up to success, one statement a step; {@link AttemptEndings} has the other
 * ends. Times are the database's. Every write by a holder asks for its token, so that a holder that
 * was taken for dead can do no harm.
 */
@Dependent
class LeaseRepository {

  /**
   * Each type is walked in its own index order, then the best of all are taken. Rows that another
   * node has locked are passed over: a claim never waits.
   */
  private static final String CLAIM =
      """
      with due as (
        select waiting.job_id
        from unnest(?::text[]) as served(job_type)
        cross join lateral (
          select q.job_id, q.priority, q.run_at
          from job_queue q
          where q.job_type = served.job_type
            and q.started_at is null
            and q.run_at <= clock_timestamp()
            and (q.expires_at is null or q.expires_at > clock_timestamp())
          order by q.priority desc, q.run_at, q.job_id
          limit ?
          for update skip locked
        ) waiting
        order by waiting.priority desc, waiting.run_at, waiting.job_id
        limit ?
      ),
      leased as (
        update job_queue q
        set lease_token = gen_random_uuid(),
            lease_until = clock_timestamp() + ? * interval '1 millisecond',
            deadline = clock_timestamp() + q.timeout_seconds * interval '1 second',
            started_at = clock_timestamp(),
            updated_at = clock_timestamp(),
            worker_id = ?,
            attempts = q.attempts + 1,
            expires_at = null,
            progress_percent = null,
            progress_message = null
        from due
        where q.job_id = due.job_id
        returning q.job_id, q.owner, q.job_type, q.lease_token, q.attempts, q.priority, q.run_at
      )
      select leased.job_id, leased.owner, leased.job_type, job.payload, leased.lease_token, leased.attempts
      from leased
      join job on job.id = leased.job_id
      order by leased.priority desc, leased.run_at, leased.job_id
      """;

  private static final String HEARTBEAT =
      """
      with beat as (
        select * from unnest(?::uuid[], ?::uuid[], ?::int[], ?::text[]) as b(job_id, token, percent, message)
      ),
      renewed as (
        update job_queue q
        set lease_until = clock_timestamp() + ? * interval '1 millisecond',
            progress_percent = coalesce(beat.percent, q.progress_percent),
            progress_message = case when beat.percent is null then q.progress_message else beat.message end,
            updated_at = case when beat.percent is null then q.updated_at else clock_timestamp() end
        from beat
        where q.job_id = beat.job_id and q.lease_token = beat.token and q.started_at is not null
        returning q.job_id
      )
      select renewed.job_id, job.cancel_requested
      from renewed
      join job on job.id = renewed.job_id
      """;

  /** A late completion counts until somebody else has claimed the job: the token alone decides. */
  private static final String COMPLETE =
      """
      with ended as (
        delete from job_queue
        where job_id = ? and lease_token = ?
        returning job_id, attempts, started_at, progress_percent, progress_message
      ),
      attached as (
        update job_file f
        set attached = true
        from ended
        where f.id = ? and f.job_id = ended.job_id
      )
      update job
      set status = 'COMPLETED', result_type = ?, result = ?, result_file = ?,
          attempts = ended.attempts, started_at = coalesce(ended.started_at, job.started_at),
          progress_percent = coalesce(ended.progress_percent, job.progress_percent),
          progress_message = coalesce(ended.progress_message, job.progress_message),
          error_code = null, error_message = null,
          updated_at = clock_timestamp(), finished_at = clock_timestamp()
      from ended
      where job.id = ended.job_id
      """;

  private final Database database;

  @Inject
  LeaseRepository(Database database) {
    this.database = database;
  }

  /** Up to {@code max} due jobs of these types, in the order in which they are to run. */
  List<Lease> claim(String workerId, Collection<JobType> types, int max, Duration lease) {
    return database.query(
        CLAIM,
        statement -> {
          String[] names = types.stream().map(JobType::name).toArray(String[]::new);
          statement.setArray(1, statement.getConnection().createArrayOf("text", names));
          statement.setInt(2, max);
          statement.setInt(3, max);
          statement.setLong(4, lease.toMillis());
          statement.setString(5, workerId);
        },
        LeaseRepository::lease);
  }

  /**
   * Renews leases. Those that are missing in the answer are lost; the value says whether to stop.
   */
  Map<JobId, Boolean> heartbeat(List<Heartbeat> beats, Duration lease) {
    return database
        .query(
            HEARTBEAT,
            statement -> {
              var connection = statement.getConnection();
              statement.setArray(
                  1,
                  connection.createArrayOf(
                      "uuid", beats.stream().map(beat -> beat.jobId().value()).toArray()));
              statement.setArray(
                  2,
                  connection.createArrayOf(
                      "uuid", beats.stream().map(beat -> beat.token().value()).toArray()));
              statement.setArray(3, connection.createArrayOf("int4", percents(beats)));
              statement.setArray(4, connection.createArrayOf("text", messages(beats)));
              statement.setLong(5, lease.toMillis());
            },
            row -> Map.entry(new JobId(row.getObject(1, UUID.class)), row.getBoolean(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Ends the attempt and the job with it.
   *
   * @param result JSON text, or absent for {@code NONE} and {@code FILE}
   * @param file the stored file, for {@code FILE}
   * @throws LeaseLost if the token is not the job's latest
   */
  void complete(
      JobId id, LeaseToken token, ResultType type, Optional<String> result, Optional<UUID> file) {
    int changed =
        database.update(
            COMPLETE,
            statement -> {
              statement.setObject(1, id.value());
              statement.setObject(2, token.value());
              statement.setObject(3, nullable(file), Types.OTHER);
              statement.setString(4, type.name());
              statement.setString(5, nullable(result));
              statement.setObject(6, nullable(file), Types.OTHER);
            });
    if (changed == 0) {
      throw new LeaseLost();
    }
  }

  private static Lease lease(ResultSet row) throws SQLException {
    return new Lease(
        new JobId(row.getObject(1, UUID.class)),
        new Owner(row.getString(2)),
        new JobType(row.getString(3)),
        row.getString(4),
        new LeaseToken(row.getObject(5, UUID.class)),
        row.getInt(6));
  }

  private static @Nullable Object[] percents(List<Heartbeat> beats) {
    @Nullable Object[] percents = new Object[beats.size()];
    for (int i = 0; i < percents.length; i++) {
      percents[i] = nullable(beats.get(i).progress().map(progress -> progress.percent()));
    }
    return percents;
  }

  private static @Nullable Object[] messages(List<Heartbeat> beats) {
    @Nullable Object[] messages = new Object[beats.size()];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = nullable(beats.get(i).progress().flatMap(progress -> progress.message()));
    }
    return messages;
  }

  /** JDBC's word for nothing is null. */
  private static <T> @Nullable T nullable(Optional<T> value) {
    return value.isPresent() ? value.get() : null;
  }
}
