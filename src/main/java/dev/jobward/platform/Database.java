package dev.jobward.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Runs SQL that JPA has no words for. Inside a transaction a statement belongs to it; outside, it
 * is one of its own.
 */
@ApplicationScoped
public class Database {

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource dataSource;

  @SuppressWarnings("NullAway.Init") // the container sets the data source
  protected Database() {}

  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
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

  /**
   * All rows of a query, or of a statement with {@code returning}.
   *
   * @throws DatabaseFailure if it fails
   */
  public <T> List<T> query(String sql, Binder binder, RowReader<T> reader) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      List<T> rows = new ArrayList<>();
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          rows.add(reader.read(results));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
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
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  DataSource dataSource() {
    return dataSource;
  }
}
