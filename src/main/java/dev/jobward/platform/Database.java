package dev.jobward.platform;

import dev.jobward.platform.metrics.Metrics;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL that JPA has no words for, or no time. Inside a transaction a statement belongs to it;
 * outside, it is one of its own.
 */
@ApplicationScoped
public class Database {

  private static final String NO_SORT =
      """
      select set_config('enable_sort', 'off', true), set_config('enable_incremental_sort', 'off', true),
             set_config('jit', 'off', true);
      """;

  private static final String OWN_PLAN =
      """
      select set_config('plan_cache_mode', 'force_custom_plan', true);
      """;

  private static final int MANY = 50;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource dataSource;

  private Pulse pulse;
  private ConnectionUse uses;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Database() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the data source
  Database(Pulse pulse, Metrics metrics) {
    this.pulse = pulse;
    this.uses = new ConnectionUse(metrics);
  }

  /** One that is always taken to be there. */
  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
    this.pulse = new Pulse();
    this.uses = new ConnectionUse(new Metrics());
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  public interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Reads the row that the cursor is on. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement that is there and bound. */
  @FunctionalInterface
  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  /**
   * All rows of a query, or of a statement with {@code returning}.
   *
   * @throws DatabaseFailure if it fails
   */
  public <T> List<T> query(String sql, Binder binder, RowReader<T> reader) {
    return run(
        sql,
        binder,
        statement -> {
          try (ResultSet results = statement.executeQuery()) {
            return rows(results, reader);
          }
        });
  }

  private static <T> List<T> rows(ResultSet results, RowReader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    while (results.next()) {
      rows.add(reader.read(results));
    }
    return rows;
  }

  /**
   * All rows of a query that walks along an index: the planner may not sort. How many rows lie
   * behind a position is a guess of its, and where it thinks of few, it reads and sorts them all.
   * Nor may it compile: before PostgreSQL 18, a sort that cannot be avoided looks so costly that it
   * would do that for each call.
   *
   * <p>Within a caller's transaction this holds until its end. The parameters have to be of types
   * that the driver knows by itself, as those of {@link StatementText} are.
   *
   * @throws DatabaseFailure if it fails
   */
  public <T> List<T> walk(String sql, Binder binder, RowReader<T> reader) {
    return planned(NO_SORT, sql, binder, reader);
  }

  /**
   * As {@link #query}, for a statement that is given many rows at once. Its plan is made for this
   * call: one that is kept from a time when the tables were empty reads them all, for each row.
   *
   * @param rows how many it is given; few are not worth a plan, which takes a millisecond
   * @throws DatabaseFailure if it fails
   */
  public <T> List<T> queryMany(int rows, String sql, Binder binder, RowReader<T> reader) {
    return rows < MANY ? query(sql, binder, reader) : planned(OWN_PLAN, sql, binder, reader);
  }

  private <T> List<T> planned(String settings, String sql, Binder binder, RowReader<T> reader) {
    // In one message with the query, and so in its transaction, whether there is one already or
    // not.
    return run(
        settings + sql,
        binder,
        statement -> {
          boolean unused = statement.execute() && statement.getMoreResults();
          try (ResultSet results = statement.getResultSet()) {
            return rows(results, reader);
          }
        });
  }

  /**
   * The first row of a query, if there is one.
   *
   * @throws DatabaseFailure if it fails
   */
  public <T> Optional<T> queryOne(String sql, Binder binder, RowReader<T> reader) {
    return query(sql, binder, reader).stream().findFirst();
  }

  /**
   * How many rows a statement changed.
   *
   * @throws DatabaseFailure if it fails
   */
  public int update(String sql, Binder binder) {
    return run(sql, binder, PreparedStatement::executeUpdate);
  }

  /**
   * Runs what JPA asks, as patient as this thread is.
   *
   * @param connection gives the transaction's own; null where there is no transaction
   * @throws DatabaseFailure if the database is away
   */
  public <T> T patiently(Supplier<@Nullable Connection> connection, Supplier<T> work) {
    pulse.require();
    try {
      Connection used = uses.begin(connection::get);
      try {
        return used == null ? work.get() : patiently(used, work);
      } finally {
        uses.ended();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static <T> T patiently(Connection used, Supplier<T> work) throws SQLException {
    try {
      Patience.begin(used);
      return work.get();
    } finally {
      Patience.end(used);
    }
  }

  private <T> T run(String sql, Binder binder, Work<T> work) {
    pulse.require();
    try {
      Connection taken = uses.begin(dataSource::getConnection);
      try (Connection connection = taken) {
        return run(connection, sql, binder, work);
      } finally {
        uses.ended();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static <T> T run(Connection connection, String sql, Binder binder, Work<T> work)
      throws SQLException {
    Patience.begin(connection);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return work.with(statement);
    } finally {
      Patience.end(connection);
    }
  }

  DataSource dataSource() {
    return dataSource;
  }
}
