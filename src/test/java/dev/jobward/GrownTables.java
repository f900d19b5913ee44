package dev.jobward;

import dev.jobward.platform.Database;
import dev.jobward.platform.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Tables that were empty when a connection's plans were made, and then are given many jobs.
 * Statements are prepared at once, and run often enough for PostgreSQL to keep their plans.
 */
public final class GrownTables implements AutoCloseable {

  private static final int TIMES = 8;

  /** That are there at last. */
  public static final int JOBS = 10_000;

  private static final String READ =
      """
      select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))
      from pg_stat_xact_user_tables
      where schemaname = current_schema()""";

  private final String schema = "grown_" + UUID.randomUUID().toString().replace("-", "");
  private final Connection connection;
  private final Database database;

  public GrownTables() throws SQLException {
    new Database(TestDatabase.get().dataSource())
        .update("create schema " + schema, statement -> {});
    DataSource source = TestDatabase.newDataSource(schema);
    Schema.migrate(source);
    connection = source.getConnection();
    connection.unwrap(PGConnection.class).setPrepareThreshold(1);
    database = new Database(TestDatabase.only(connection));
    for (String table : new String[] {"job", "job_queue", "job_attempt", "job_file"}) {
      // Of a table that was never vacuumed the planner does not believe that it is empty.
      database.update("vacuum analyze " + table, statement -> {});
    }
  }

  public Database database() {
    return database;
  }

  /** On another connection than {@link #database}. */
  public Database elsewhere() {
    return new Database(TestDatabase.newDataSource(schema));
  }

  /**
   * How many rows this reads at last.
   *
   * @param whenGrown comes between the jobs and the last time
   */
  public long rowsRead(Runnable work, Runnable whenGrown) throws SQLException {
    for (int i = 0; i < TIMES; i++) {
      work.run();
    }
    addJobs(database, JOBS);
    whenGrown.run();
    connection.setAutoCommit(false);
    try {
      long before = soFar();
      work.run();
      return soFar() - before;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private long soFar() {
    return database.queryOne(READ, statement -> {}, row -> row.getLong(1)).orElseThrow();
  }

  /** Jobs of the owner and the type {@code grown}, which are due. */
  public static void addJobs(Database database, int count) {
    database.update(
        """
        with new as (
          insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,
                           created_at, updated_at, run_at)
          select new_job_id(now()), 'grown', 'grown', '{}', 3, 0, 600, now(), now(), now()
          from generate_series(1, ?)
          returning *
        )
        insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts)
        select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts
        from new
        """,
        statement -> statement.setInt(1, count));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    new Database(TestDatabase.get().dataSource())
        .update("drop schema " + schema + " cascade", statement -> {});
  }
}
