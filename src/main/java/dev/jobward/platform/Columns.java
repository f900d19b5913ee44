package dev.jobward.platform;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns of the row that a cursor is on, in this application's own types. */
@SuppressWarnings("JavaUtilDate") // the type that JDBC gives
public final class Columns {

  private Columns() {}

  /**
   * Asked for with its class, Payara's wrapper would look for the driver's method by reflection,
   * for each row anew.
   */
  public static UUID uuid(ResultSet row, int column) throws SQLException {
    return (UUID) row.getObject(column);
  }

  /** Of a column that is never null. */
  public static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  public static @Nullable Instant nullableInstant(ResultSet row, int column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  public static @Nullable Integer nullableInt(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }
}
