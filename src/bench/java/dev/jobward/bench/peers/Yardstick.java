package dev.jobward.bench.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the database can do at all: plain JDBC on one table with the columns of a typical job. Every
 * commit is durable.
 */
public final class Yardstick implements AutoCloseable {

  private static final int WORKERS = 4;
  private static final String INSERT =
      """
      insert into yardstick (id, owner, type, status, payload, created_at)
      values (?, ?, ?, 'QUEUED', ?, now())
      """;
  private static final String CLAIM =
      """
      update yardstick set status = 'RUNNING', started_at = now()
      where id = any (array(
        select id from yardstick where status = 'QUEUED'
        order by created_at limit ? for update skip locked))
      returning id
      """;
  private static final String COMPLETE =
      """
      update yardstick set status = 'SUCCEEDED', finished_at = now()
      where id = any (?) and status = 'RUNNING'
      """;

  private final PeerDatabase database;
  private final HikariDataSource pool;

  public Yardstick(PeerDatabase database) {
    this.database = database;
    this.pool = database.pool(64);
  }

  /** Creates the table, in a fresh database. */
  public void prepare() throws SQLException {
    database.execute(
        """
        create table yardstick (
          id uuid primary key,
          owner text not null,
          type text not null,
          status text not null,
          payload text not null,
          created_at timestamptz not null,
          started_at timestamptz,
          finished_at timestamptz
        )
        """,
        "create index yardstick_queue on yardstick (created_at) where status = 'QUEUED'");
  }

  /**
   * Inserts one row at a time, each committed. Leaves the table empty.
   *
   * @return rows/s
   */
  public double singleInserts(int rows, int clients) throws Exception {
    double rate = Load.perSecond(rows, clients, this::insert);
    empty();
    return rate;
  }

  private void insert() throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setObject(1, UUID.randomUUID());
      statement.setString(2, "somebody");
      statement.setString(3, "mail");
      statement.setString(4, Load.PAYLOAD);
      statement.executeUpdate();
    }
  }

  /**
   * Claims and completes rows, a transaction each for so many at once, by four connections. Leaves
   * the table empty.
   *
   * @return rows/s
   */
  public double claimAndComplete(int rows, int batch) throws Exception {
    load(rows);
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    try {
      Callable<Integer> worker = () -> work(batch);
      List<Future<Integer>> running = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < WORKERS; i++) {
        running.add(threads.submit(worker));
      }
      int completed = 0;
      for (Future<Integer> each : running) {
        completed += each.get();
      }
      double rate = Load.rate(rows, start);
      if (completed != rows) {
        throw new IllegalStateException(completed + " of " + rows + " rows completed");
      }
      return rate;
    } finally {
      threads.shutdownNow();
      empty();
    }
  }

  private void load(int rows) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into yardstick (id, owner, type, status, payload, created_at)
                select gen_random_uuid(), 'somebody', 'mail', 'QUEUED', ?,
                  now() + row * interval '1 microsecond'
                from generate_series(1, ?) row
                """)) {
      statement.setString(1, Load.PAYLOAD);
      statement.setInt(2, rows);
      statement.executeUpdate();
    }
    database.execute("analyze yardstick");
  }

  private int work(int batch) throws SQLException {
    int completed = 0;
    try (Connection connection = pool.getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM);
        PreparedStatement complete = connection.prepareStatement(COMPLETE)) {
      claim.setInt(1, batch);
      for (List<UUID> ids = claimed(claim); !ids.isEmpty(); ids = claimed(claim)) {
        Array array = connection.createArrayOf("uuid", ids.toArray());
        complete.setArray(1, array);
        completed += complete.executeUpdate();
        array.free();
      }
    }
    return completed;
  }

  private static List<UUID> claimed(PreparedStatement claim) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (ResultSet rows = claim.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  private void empty() throws SQLException {
    database.execute("truncate yardstick");
  }

  @Override
  public void close() {
    pool.close();
  }
}
