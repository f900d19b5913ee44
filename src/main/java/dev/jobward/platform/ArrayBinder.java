package dev.jobward.platform;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds many rows to one statement, which takes them apart with {@code unnest}: an array for each
 * column, one parameter after the other.
 */
public final class ArrayBinder<T> {

  private final PreparedStatement statement;
  private final List<T> rows;
  private int index;

  /**
   * Binds to the parameters from this one on.
   *
   * @param first 1 or more, as JDBC counts
   */
  public ArrayBinder(PreparedStatement statement, int first, List<T> rows) {
    this.statement = statement;
    this.index = first;
    this.rows = rows;
  }

  public ArrayBinder<T> uuids(Function<T, UUID> value) throws SQLException {
    return bind("uuid", value);
  }

  /** Null where there is none, which is JDBC's word for it. */
  public ArrayBinder<T> optionalUuids(Function<T, Optional<UUID>> value) throws SQLException {
    return bindOptional("uuid", value);
  }

  public ArrayBinder<T> texts(Function<T, String> value) throws SQLException {
    return bind("text", value);
  }

  public ArrayBinder<T> optionalTexts(Function<T, Optional<String>> value) throws SQLException {
    return bindOptional("text", value);
  }

  public ArrayBinder<T> ints(ToIntFunction<T> value) throws SQLException {
    return bind("int4", value::applyAsInt);
  }

  public ArrayBinder<T> optionalInts(Function<T, Optional<Integer>> value) throws SQLException {
    return bindOptional("int4", value);
  }

  public ArrayBinder<T> longs(Function<T, Long> value) throws SQLException {
    return bind("int8", value);
  }

  public ArrayBinder<T> optionalLongs(Function<T, Optional<Long>> value) throws SQLException {
    return bindOptional("int8", value);
  }

  public ArrayBinder<T> booleans(Function<T, Boolean> value) throws SQLException {
    return bind("bool", value);
  }

  private ArrayBinder<T> bindOptional(String type, Function<T, ? extends Optional<?>> value)
      throws SQLException {
    @Nullable Object[] values = new Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Optional<?> found = value.apply(rows.get(i));
      values[i] = found.isPresent() ? found.get() : null;
    }
    return set(type, values);
  }

  private ArrayBinder<T> bind(String type, Function<T, ?> value) throws SQLException {
    return set(type, rows.stream().map(value).toArray());
  }

  private ArrayBinder<T> set(String type, @Nullable Object[] values) throws SQLException {
    statement.setArray(index++, statement.getConnection().createArrayOf(type, values));
    return this;
  }
}
