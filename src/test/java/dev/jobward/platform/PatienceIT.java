package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long an answer of the database is waited for; PostgreSQL itself does the waiting here. */
class PatienceIT {

  private static final String FIVE_SECONDS = "select 1 from pg_sleep(5)";

  private final Database database = new Database(TestDatabase.get().dataSource());

  @AfterEach
  void leaveTheThreadAsItWas() {
    Patience.ofLoop();
  }

  @Test
  void endsForARequestBeforeItsClientIsGone() {
    Patience.ofRequest();
    long start = System.nanoTime();

    assertThatThrownBy(() -> ask(FIVE_SECONDS))
        .satisfies(failure -> assertThat(DatabaseFailure.isUnavailable(failure)).isTrue());
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void isLongerForAHandler() {
    Patience.ofHandler();

    assertThat(ask(FIVE_SECONDS)).isEqualTo(1);
  }

  /** Even where whoever configured the pool gave it a bound. */
  @Test
  void hasNoEndForAMigration() throws SQLException {
    try (Connection connection =
            new PatientDataSource(TestDatabase.get().dataSource()).getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(connection.getNetworkTimeout()).isZero();
      assertThat(statement.execute("select pg_sleep(0)")).isTrue();
    }
  }

  private int ask(String sql) {
    return database.queryOne(sql, statement -> {}, row -> row.getInt(1)).orElseThrow();
  }
}
