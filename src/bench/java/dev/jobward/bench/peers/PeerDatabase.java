package dev.jobward.bench.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The database that one peer has for itself.
 *
 * @param user owner of the database
 */
public record PeerDatabase(String jdbcUrl, String user, String password) {

  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);
  private static final long GLANCE = TimeUnit.MICROSECONDS.toNanos(500);

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }

  HikariDataSource pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /**
   * Returns as soon as the query finds no row. Looks every half millisecond, so call it only when
   * the end is near.
   */
  void awaitNone(String query) throws SQLException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE;
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(query + " limit 1")) {
      while (hasRow(statement)) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("There is still a row: " + query);
        }
        LockSupport.parkNanos(GLANCE);
      }
    }
  }

  private static boolean hasRow(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  /** The part of the address that is not JDBC's: host, port, and the database as path. */
  URI address() {
    return URI.create(jdbcUrl.substring("jdbc:".length()));
  }
}
