package dev.jobward.job;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** What lists cost: rows and blocks of the table of jobs that are read, by whichever plan. */
final class RowsRead {

  private static final String READ =
      """
      select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))
      from pg_stat_xact_user_tables
      where relname = 'job'""";

  /** Of the table and its indexes: also those whose entries are stepped over. */
  private static final String BLOCKS =
      """
      select heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit
      from pg_statio_user_tables
      where relid = 'job'::regclass""";

  private RowsRead() {}

  /** So far in this transaction. */
  static long in(EntityManager entities) {
    return ((Number) entities.createNativeQuery(READ).getSingleResult()).longValue();
  }

  /** A result, and how many rows and blocks it took. */
  record Counted<T>(T result, long rows, long blocks) {}

  /** Does something in a transaction of its own, on a connection that has seen other lists. */
  static <T> Counted<T> during(Connection connection, Function<Database, T> work)
      throws SQLException {
    Database database = new Database(TestDatabase.only(connection));
    long blocksBefore = blocks(database);
    T result;
    long rows;
    connection.setAutoCommit(false);
    try {
      // PostgreSQL goes on with the count of the transaction before, as long as nobody was told it.
      long before = soFar(database);
      result = work.apply(database);
      rows = soFar(database) - before;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return new Counted<>(result, rows, blocks(database) - blocksBefore);
  }

  private static long blocks(Database database) {
    List<Boolean> unused =
        database.query("select pg_stat_force_next_flush()", statement -> {}, row -> true);
    return database.queryOne(BLOCKS, statement -> {}, row -> row.getLong(1)).orElseThrow();
  }

  private static long soFar(Database database) {
    return database.queryOne(READ, statement -> {}, row -> row.getLong(1)).orElseThrow();
  }

  static Connection connection() throws SQLException {
    return TestDatabase.get().dataSource().getConnection();
  }
}
