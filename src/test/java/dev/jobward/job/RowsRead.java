package dev.jobward.job;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** What lists cost: rows of the table of jobs that a transaction reads, by whichever plan. */
final class RowsRead {

  private static final String READ =
      """
      select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))
      from pg_stat_xact_user_tables
      where relname = 'job'""";

  private RowsRead() {}

  /** So far in this transaction. */
  static long in(EntityManager entities) {
    return ((Number) entities.createNativeQuery(READ).getSingleResult()).longValue();
  }

  /** A result, and how many rows it took. */
  record Counted<T>(T result, long rows) {}

  /** Does something in a transaction of its own, on a connection that has seen other lists. */
  static <T> Counted<T> during(Connection connection, Function<Database, T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      Database database = new Database(TestDatabase.only(connection));
      // PostgreSQL goes on with the count of the transaction before, as long as nobody was told it.
      long before = soFar(database);
      T result = work.apply(database);
      return new Counted<>(result, soFar(database) - before);
    } finally {
      connection.rollback();
    }
  }

  private static long soFar(Database database) {
    return database.queryOne(READ, statement -> {}, row -> row.getLong(1)).orElseThrow();
  }

  static Connection connection() throws SQLException {
    return TestDatabase.get().dataSource().getConnection();
  }
}
