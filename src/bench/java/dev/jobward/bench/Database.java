package dev.jobward.bench;

import dev.jobward.dev.EmbeddedDatabase;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One database of the same PostgreSQL for each subject.
 *
 * @param user the application's, and owner of the database
 */
record Database(String url, String user, String password) {

  /** A new one, empty. */
  static Database create(EmbeddedDatabase postgres, String name) throws SQLException {
    String server = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/";
    try (java.sql.Connection connection =
            DriverManager.getConnection(server + "postgres", "postgres", postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " owner " + postgres.user());
      statement.execute("grant pg_checkpoint to " + postgres.user());
    }
    return new Database(server + name, postgres.user(), postgres.password());
  }

  java.sql.Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  void execute(String... statements) throws SQLException {
    try (java.sql.Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the only row. */
  double number(String sql) throws SQLException {
    try (java.sql.Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getDouble(1);
    }
  }
}
