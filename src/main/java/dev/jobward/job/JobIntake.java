package dev.jobward.job;

import dev.jobward.platform.ArrayBinder;
import dev.jobward.platform.Columns;
import dev.jobward.platform.Database;
import dev.jobward.platform.tracing.Traceparent;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Stores new jobs: jobs, queue entries and idempotency key in one statement. */
@Dependent
class JobIntake {

  private static final String TAKE_KEY =
      """
      taken_key as (
        insert into idempotency_key (owner, key, body_sha256, job_ids, created_at)
        select owner, ?, decode(?, 'hex'), array_agg(id order by nr), min(created_at) from new group by owner
        on conflict (owner, key) do nothing
        returning key
      ),
      accepted as (
        select new.* from new where exists (select from taken_key)
      ),
      """;

  private static final String NO_KEY =
      """
      accepted as (
        select * from new
      ),
      """;

  /**
   * The ids and times are the database's: no node's clock counts. What is created together is a
   * microsecond apart each, so that the ids are in the order in which the jobs were sent.
   */
  private static final String INSERT =
      """
      with request as materialized (
        select clock_timestamp() as now
      ),
      asked as (
        select a.*, request.now + (a.nr - 1) * interval '1 microsecond' as at
        from request
        cross join unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::int[], ?::bigint[], ?::bigint[],
                          ?::text[])
          with ordinality as a(owner, job_type, payload, max_attempts, priority, timeout_seconds, run_at, expires_at, traceparent, nr)
      ),
      new as materialized (
        select new_job_id(at) as id, nr, owner, job_type, payload, max_attempts, priority, timeout_seconds, traceparent,
               date_trunc('milliseconds', at) as created_at,
               greatest(to_timestamp(run_at / 1000.0), date_trunc('milliseconds', at)) as run_at,
               coalesce(to_timestamp(run_at / 1000.0) <= at, true) as due,
               to_timestamp(expires_at / 1000.0) as expires_at
        from asked
      ),
      %s
      created as (
        insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds, expires_at,
                         created_at, updated_at, run_at, traceparent)
        select id, owner, job_type, payload, max_attempts, priority, timeout_seconds, expires_at,
               created_at, created_at, run_at, traceparent
        from accepted
      ),
      queued as (
        insert into job_queue (job_id, owner, job_type, priority, run_at, due, expires_at, timeout_seconds, max_attempts)
        select id, owner, job_type, priority, run_at, due, expires_at, timeout_seconds, max_attempts
        from accepted
      )
      select id, created_at, run_at from accepted order by nr
      """;

  private static final String INSERT_WITH_KEY = INSERT.formatted(TAKE_KEY);
  private static final String INSERT_WITHOUT_KEY = INSERT.formatted(NO_KEY);

  private static final String FIND_KEY =
      """
      select job_ids, encode(body_sha256, 'hex'), created_at <= clock_timestamp() - interval '24 hours'
      from idempotency_key
      where owner = ? and key = ?
      """;

  /** Only as it was found: meanwhile somebody else may have taken it over. */
  private static final String FREE_KEY =
      """
      delete from idempotency_key
      where owner = ? and key = ? and job_ids = ?
      """;

  private final Database database;

  @Inject
  JobIntake(Database database) {
    this.database = database;
  }

  /**
   * Which creation an idempotency key stands for.
   *
   * @param isOver whether its 24 hours are over
   */
  record KeyUse(List<UUID> jobIds, String bodySha256, boolean isOver) {
    boolean isOf(IdempotencyKey key) {
      return bodySha256.equals(key.bodySha256());
    }
  }

  /** What one owner asks for. */
  record Asked(Owner owner, List<NewJob> jobs) {

    /** Roughly, in bytes. */
    long size() {
      return jobs.stream().mapToLong(job -> 200 + job.payload().length()).sum();
    }
  }

  /** All of them, in order, whosoever asks. */
  List<List<JobDetails>> insert(List<Asked> all) {
    List<Row> rows = all.stream().flatMap(JobIntake::rows).toList();
    Iterator<JobDetails> created =
        insert(rows, INSERT_WITHOUT_KEY, statement -> bind(statement, rows)).iterator();
    return all.stream()
        .map(asked -> asked.jobs().stream().map(job -> created.next()).toList())
        .toList();
  }

  /**
   * None if the key stands for another creation. A creation with the same key that is under way on
   * any node is waited for: its unique index entry holds this statement until it commits.
   */
  List<JobDetails> insert(Asked asked, IdempotencyKey key) {
    List<Row> rows = rows(asked).toList();
    return insert(
        rows,
        INSERT_WITH_KEY,
        statement -> {
          bind(statement, rows);
          statement.setString(10, key.value());
          statement.setString(11, key.bodySha256());
        });
  }

  private List<JobDetails> insert(List<Row> rows, String sql, Database.Binder binder) {
    Iterator<Row> asked = rows.iterator();
    return database.query(sql, binder, row -> details(created(row), asked.next()));
  }

  Optional<KeyUse> find(Owner owner, IdempotencyKey key) {
    return database.queryOne(
        FIND_KEY,
        statement -> {
          statement.setString(1, owner.subject());
          statement.setString(2, key.value());
        },
        row -> new KeyUse(ids(row.getArray(1)), row.getString(2), row.getBoolean(3)));
  }

  /** For a key whose time is over, or whose jobs were all deleted. */
  void free(Owner owner, IdempotencyKey key, KeyUse use) {
    database.update(
        FREE_KEY,
        statement -> {
          statement.setString(1, owner.subject());
          statement.setString(2, key.value());
          statement.setArray(
              3, statement.getConnection().createArrayOf("uuid", use.jobIds().toArray()));
        });
  }

  private record Row(Owner owner, NewJob job) {}

  private static Stream<Row> rows(Asked asked) {
    return asked.jobs().stream().map(job -> new Row(asked.owner(), job));
  }

  private static void bind(PreparedStatement statement, List<Row> rows) throws SQLException {
    new ArrayBinder<>(statement, 1, rows)
        .texts(row -> row.owner().subject())
        .texts(row -> row.job().type().name())
        .texts(row -> row.job().payload())
        .ints(row -> row.job().maxAttempts())
        .ints(row -> row.job().priority())
        .ints(row -> row.job().timeoutSeconds())
        .optionalLongs(row -> row.job().runAt().map(Instant::toEpochMilli))
        .optionalLongs(row -> row.job().expiresAt().map(Instant::toEpochMilli))
        .optionalTexts(row -> row.job().traceparent().map(Traceparent::value));
  }

  /** What the database has decided on. */
  private record Created(UUID id, Instant createdAt, Instant runAt) {}

  private static Created created(ResultSet row) throws SQLException {
    return new Created(Columns.uuid(row, 1), Columns.instant(row, 2), Columns.instant(row, 3));
  }

  private static JobDetails details(Created created, Row row) {
    Job job = new Job(created.id(), row.owner(), row.job(), created.createdAt(), created.runAt());
    return new JobDetails(job, JobContent.of(row.job().payload()));
  }

  private static List<UUID> ids(Array array) throws SQLException {
    return Arrays.asList((UUID[]) array.getArray());
  }
}
