package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DatabaseIT {

  /** Often enough for the driver to name the statement, and for PostgreSQL to keep a plan. */
  private static final int TIMES = 15;

  private static final StatementText SETTINGS =
      new StatementText()
          .add(
              """
              select current_setting('enable_sort'), current_setting('enable_incremental_sort'), current_setting('jit')
              where ? <> gen_random_uuid() and 'a' < ? and 0 < ? and timestamptz '2026-01-01' < ?""",
              UUID.randomUUID(),
              "b",
              1,
              OffsetDateTime.of(2026, 2, 1, 0, 0, 0, 0, ZoneOffset.UTC));

  @Test
  void walksWithoutASortHoweverOftenAndLeavesNothingBehind() throws SQLException {
    try (Connection connection = TestDatabase.get().dataSource().getConnection()) {
      Database database = new Database(TestDatabase.only(connection));
      for (int i = 0; i < TIMES; i++) {
        assertThat(
                database.walk(
                    SETTINGS.sql(),
                    SETTINGS::bind,
                    row -> List.of(row.getString(1), row.getString(2), row.getString(3))))
            .containsExactly(List.of("off", "off", "off"));
        assertThat(
                database.queryOne(
                    "select current_setting('enable_sort')",
                    statement -> {},
                    row -> row.getString(1)))
            .contains("on");
      }
    }
  }

  @Test
  void refusesATimeWhoseTypeTheDriverWouldHaveToAskFor() {
    assertThatThrownBy(() -> new StatementText().add("?", new Timestamp(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
