package dev.jobward.job;

import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Stores new jobs: job, queue entry and idempotency key in one statement. */
@Dependent
class JobIntake {

  /** A key is forgotten after 24 hours; then its row is taken over by the new creation. */
  private static final String TAKE_KEY =
      """
      taken_key as (
        insert into idempotency_key (owner, key, body_sha256, job_id, created_at)
        select ?, ?, decode(?, 'hex'), id, at from new
        on conflict (owner, key) do update
          set body_sha256 = excluded.body_sha256, job_id = excluded.job_id, created_at = excluded.created_at
          where idempotency_key.created_at <= excluded.created_at - interval '24 hours'
        returning job_id
      ),
      accepted as (
        select new.* from new join taken_key on taken_key.job_id = new.id
      ),
      """;

  private static final String NO_KEY =
      """
      accepted as (
        select * from new
      ),
      """;

  /** The ids and times are the database's: no node's clock counts. */
  private static final String INSERT =
      """
      with clock as materialized (
        select clock_timestamp() as at
      ),
      new as materialized (
        select new_job_id(at) as id,
               date_trunc('milliseconds', at) as at,
               greatest(?::timestamptz, date_trunc('milliseconds', at)) as run_at
        from clock
      ),
      %s
      created as (
        insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds, expires_at,
                         created_at, updated_at, run_at)
        select id, ?, ?, ?, ?, ?, ?, ?, at, at, run_at from accepted
        returning *
      ),
      queued as (
        insert into job_queue (job_id, owner, job_type, priority, run_at, expires_at, timeout_seconds, max_attempts)
        select id, owner, job_type, priority, run_at, expires_at, timeout_seconds, max_attempts from created
      )
      select id, created_at, run_at from created
      """;

  private static final String INSERT_WITH_KEY = INSERT.formatted(TAKE_KEY);
  private static final String INSERT_WITHOUT_KEY = INSERT.formatted(NO_KEY);

  private static final String FIND_KEY =
      """
      select job_id, encode(body_sha256, 'hex')
      from idempotency_key
      where owner = ? and key = ?
      """;

  private final Database database;

  @Inject
  JobIntake(Database database) {
    this.database = database;
  }

  /** Whose creation an idempotency key stands for. */
  record KeyUse(JobId jobId, String bodySha256) {
    boolean isOf(IdempotencyKey key) {
      return bodySha256.equals(key.bodySha256());
    }
  }

  JobDetails insert(Owner owner, NewJob job) {
    return database
        .queryOne(
            INSERT_WITHOUT_KEY,
            statement -> {
              statement.setTimestamp(1, timestamp(job.runAt()));
              bindJob(statement, 2, owner, job);
            },
            row -> created(row, owner, job))
        .orElseThrow();
  }

  /**
   * Empty if the key stands for another creation. A creation with the same key that is under way on
   * any node is waited for: its unique index entry holds this statement until it commits.
   */
  Optional<JobDetails> insert(Owner owner, NewJob job, IdempotencyKey key) {
    return database.queryOne(
        INSERT_WITH_KEY,
        statement -> {
          statement.setTimestamp(1, timestamp(job.runAt()));
          statement.setString(2, owner.subject());
          statement.setString(3, key.value());
          statement.setString(4, key.bodySha256());
          bindJob(statement, 5, owner, job);
        },
        row -> created(row, owner, job));
  }

  Optional<KeyUse> find(Owner owner, IdempotencyKey key) {
    return database.queryOne(
        FIND_KEY,
        statement -> {
          statement.setString(1, owner.subject());
          statement.setString(2, key.value());
        },
        row -> new KeyUse(new JobId(row.getObject(1, UUID.class)), row.getString(2)));
  }

  private static void bindJob(PreparedStatement statement, int first, Owner owner, NewJob job)
      throws SQLException {
    int index = first;
    statement.setString(index++, owner.subject());
    statement.setString(index++, job.type().name());
    statement.setString(index++, job.payload());
    statement.setInt(index++, job.maxAttempts());
    statement.setInt(index++, job.priority());
    statement.setInt(index++, job.timeoutSeconds());
    statement.setTimestamp(index, timestamp(job.expiresAt()));
  }

  private static JobDetails created(ResultSet row, Owner owner, NewJob asked) throws SQLException {
    UUID id = row.getObject(1, UUID.class);
    Job job =
        new Job(id, owner, asked, row.getTimestamp(2).toInstant(), row.getTimestamp(3).toInstant());
    return new JobDetails(job, new JobContent(id, asked.payload()));
  }

  @SuppressWarnings({"JavaUtilDate", "NullAway"}) // JDBC sets null for null
  private static Timestamp timestamp(Optional<Instant> instant) {
    return instant.map(Timestamp::from).orElse(null);
  }
}
