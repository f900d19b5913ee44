package dev.jobward.platform;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

/** A statement that is put together from parts, each with the values of its parameters. */
public final class StatementText {

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /**
   * Adds a part.
   *
   * @param part never holds what a user has sent: that is a value
   * @param itsValues one for each {@code ?} in the part, of a type that JDBC's {@code setObject}
   *     takes. A time is an {@code OffsetDateTime}: of a {@code Timestamp} the driver has to ask
   *     PostgreSQL for the type first, which takes {@link Database#walk} apart.
   */
  public StatementText add(String part, Object... itsValues) {
    if (Arrays.stream(itsValues).anyMatch(Date.class::isInstance)) {
      throw new IllegalArgumentException("A time has to be an OffsetDateTime.");
    }
    sql.append(part);
    values.addAll(List.of(itsValues));
    return this;
  }

  /** With its parameters still to be bound. */
  public String sql() {
    return sql.toString();
  }

  /** Sets all parameters. */
  public void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }
}
