package dev.jobward.blackbox.server;

import dev.jobward.dev.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What no call can bring about or see, in the database of a server of the tests. */
public final class Sql {

  private Sql() {}

  /** The first row's number, for a query; how many rows were changed, for anything else. */
  public static long run(EmbeddedDatabase database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return statement.getUpdateCount();
      }
      return Long.parseLong(first(statement));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first row's text, of a query. */
  public static String text(EmbeddedDatabase database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return first(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String first(Statement statement) throws SQLException {
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      return row.getString(1);
    }
  }
}
