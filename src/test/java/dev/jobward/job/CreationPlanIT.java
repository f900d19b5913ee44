package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import dev.jobward.platform.Schema;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL keeps plans that were made for an empty table. */
class CreationPlanIT {

  private final Database everywhere = new Database(TestDatabase.get().dataSource());
  private final String schema = "plan_" + UUID.randomUUID().toString().replace("-", "");

  @BeforeEach
  void createTables() {
    everywhere.update("create schema " + schema, statement -> {});
    Schema.migrate(TestDatabase.newDataSource(schema));
  }

  @AfterEach
  void remove() {
    everywhere.update("drop schema " + schema + " cascade", statement -> {});
  }

  /** The same session again and again, with the plans that it keeps. */
  private static DataSource always(Connection session) {
    return (DataSource)
        Proxy.newProxyInstance(
            CreationPlanIT.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (source, method, arguments) -> unclosed(session));
  }

  private static Connection unclosed(Connection session) {
    return (Connection)
        Proxy.newProxyInstance(
            CreationPlanIT.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (connection, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(session, arguments));
  }

  @Test
  void readsNoOtherJobToCreateOne() throws SQLException {
    try (Connection session = TestDatabase.newDataSource(schema).getConnection();
        Statement statement = session.createStatement()) {
      statement.execute("vacuum analyze job");
      statement.execute("vacuum analyze job_queue");
      JobIntake intake = new JobIntake(new Database(always(session)));
      NewJob job = NewJob.of(new JobType("a"), "{}");
      for (int i = 0; i < 20; i++) {
        List<List<JobDetails>> created =
            intake.insert(
                List.of(new JobIntake.Asked(new Owner("ann"), Collections.nCopies(100, job))));
        assertThat(created.get(0)).hasSize(100);
      }
      statement.execute("select pg_stat_force_next_flush()");
    }

    assertThat(rowsRead()).containsExactly(0L, 0L);
  }

  private List<Long> rowsRead() {
    return everywhere.query(
        """
        select seq_tup_read
        from pg_stat_user_tables
        where schemaname = ? and relname in ('job', 'job_queue')
        """,
        statement -> statement.setString(1, schema),
        row -> row.getLong(1));
  }
}
