package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * While an upgrade goes from node to node, the previous release runs on the new schema. Its
 * statements are the ones that were written for the old one: so nothing that they name may be gone
 * or ask for more, and no function may answer otherwise.
 */
class PreviousReleaseIT {

  private static final String PREVIOUS_RELEASE = "3";
  private static final String OLD = "old_" + UUID.randomUUID().toString().replace("-", "");
  private static final String NEW = "new_" + UUID.randomUUID().toString().replace("-", "");

  private static final Database DATABASE = new Database(TestDatabase.get().dataSource());

  @BeforeAll
  static void migrate() {
    DATABASE.update("create schema " + OLD, statement -> {});
    DATABASE.update("create schema " + NEW, statement -> {});
    Schema.migrate(TestDatabase.newDataSource(OLD), PREVIOUS_RELEASE);
    Schema.migrate(TestDatabase.newDataSource(NEW), PREVIOUS_RELEASE);
    Schema.migrate(TestDatabase.newDataSource(NEW));
  }

  @AfterAll
  static void remove() {
    DATABASE.update("drop schema " + OLD + " cascade", statement -> {});
    DATABASE.update("drop schema " + NEW + " cascade", statement -> {});
  }

  @Test
  void findsEveryColumnAsItWas() {
    assertThat(columns(NEW)).containsAll(columns(OLD)).hasSizeGreaterThan(60);
  }

  @Test
  void canLeaveOutEveryColumnThatIsNew() {
    assertThat(
            database(
                """
                select n.table_name || '.' || n.column_name
                from information_schema.columns n
                where n.table_schema = ? and n.is_nullable = 'NO' and n.column_default is null
                  and exists (
                    select from information_schema.columns o where o.table_schema = ? and o.table_name = n.table_name)
                  and not exists (
                    select from information_schema.columns o
                    where o.table_schema = ? and o.table_name = n.table_name and o.column_name = n.column_name)
                """,
                NEW,
                OLD,
                OLD))
        .isEmpty();
  }

  @Test
  void meetsNoConditionThatItDoesNotKnow() {
    assertThat(conditions(OLD, OLD)).containsAll(conditions(NEW, OLD)).hasSizeGreaterThan(10);
  }

  @Test
  void callsFunctionsThatAnswerAsBefore() {
    assertThat(functions(NEW)).containsAll(functions(OLD)).hasSizeGreaterThanOrEqualTo(2);
  }

  /** As that release has it; with nothing paused it gives what it gave. */
  @Test
  void claimsWithItsOwnStatement() {
    Database previous = new Database(TestDatabase.newDataSource(NEW));
    previous.update(
        """
        with new as (
          insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds, created_at, updated_at, run_at)
          select new_job_id(clock_timestamp()), 'o', t, '{}', 3, 0, 60, now(), now(), now()
          from unnest(array['a', 'b']) as t
          returning *
        )
        insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts)
        select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts from new
        """,
        statement -> {});
    previous.update("insert into paused_type (job_type) values ('b')", statement -> {});

    assertThat(claimed(previous)).containsExactly("a");
    previous.update("delete from paused_type", statement -> {});
    assertThat(claimed(previous)).containsExactly("b");
  }

  private static List<String> claimed(Database database) {
    return database.query(
        """
        select job_id, owner, job_type, payload, lease_token, lease_until, attempts, expired
        from claim_jobs(array['a', 'b'], '', 10, 1000000, 15000 * interval '1 millisecond', 'w')
        """,
        statement -> {},
        row -> row.getString(3));
  }

  private static List<String> columns(String schema) {
    return database(
        """
        select concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, column_default)
        from information_schema.columns
        where table_schema = ? and table_name <> 'flyway_schema_history'
        """,
        schema);
  }

  /** But for those of columns that the other does not write: a new column says nothing to it. */
  private static List<String> conditions(String schema, String tablesOf) {
    return database(
            """
        select c.conrelid::regclass::text || ' ' || pg_get_constraintdef(c.oid)
        from pg_constraint c
        join pg_class t on t.oid = c.conrelid
        where c.connamespace = ?::regnamespace and c.contype in ('c', 'u', 'f', 'x')
          and exists (
            select from pg_attribute known
            join pg_attribute asked on asked.attname = known.attname
            where known.attrelid = (
                select oid from pg_class where relnamespace = ?::regnamespace and relname = t.relname)
              and asked.attrelid = c.conrelid and asked.attnum = any (c.conkey))
        """,
            schema,
            tablesOf)
        .stream()
        .map(text -> text.replace(schema + ".", ""))
        .sorted()
        .toList();
  }

  private static List<String> functions(String schema) {
    return database(
        """
        select proname || '(' || pg_get_function_arguments(oid) || ') ' || pg_get_function_result(oid)
        from pg_proc
        where pronamespace = ?::regnamespace
        """,
        schema);
  }

  private static List<String> database(String sql, String... parameters) {
    return DATABASE.query(
        sql,
        statement -> {
          for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
          }
        },
        row -> row.getString(1));
  }
}
