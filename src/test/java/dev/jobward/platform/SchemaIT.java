package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SchemaIT {

  private final Database database = new Database(TestDatabase.get().dataSource());

  /** Without one, each row that is deleted there has all rows here read. */
  @Test
  void hasAnIndexForEachReferenceToAnotherTable() {
    assertThat(
            database.query(
                """
                select r.conname
                from pg_constraint r
                where r.contype = 'f' and r.connamespace = current_schema()::regnamespace
                  and not exists (
                    select from pg_index i
                    where i.indrelid = r.conrelid
                      and (i.indkey::int2[])[0:cardinality(r.conkey) - 1] = r.conkey
                  )
                """,
                statement -> {},
                row -> row.getString(1)))
        .isEmpty();
  }

  /**
   * Its table is there, one index of it and of another is, and Flyway has taken note that it
   * failed.
   */
  @Test
  void beginsAMigrationAgainThatWasBrokenOff() {
    String schema = "broken_" + UUID.randomUUID().toString().replace("-", "");
    database.update("create schema " + schema, statement -> {});
    DataSource source = TestDatabase.newDataSource(schema);
    Schema.migrate(source, "3");
    Database there = new Database(source);
    there.update(
        "create table paused_type (job_type text collate \"C\" primary key)", statement -> {});
    there.update("create index job_by_status on job (status)", statement -> {});
    there.update(
        """
        insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,
                                           execution_time, success)
        values (99, '4', 'admins', 'SQL', 'V4__admins.sql', current_user, 1, false)
        """,
        statement -> {});

    there.update("create index job_changed_by_status on job (status)", statement -> {});

    Schema.migrate(source);
    Schema.migrate(source);

    assertThat(
            there.query(
                "select pg_get_indexdef('job_changed_by_status'::regclass)",
                statement -> {},
                row -> row.getString(1)))
        .singleElement()
        .asString()
        .contains("(status, id)");
    database.update("drop schema " + schema + " cascade", statement -> {});
  }
}
