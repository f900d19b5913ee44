package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.GrownTables;
import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What users ask for reads few rows soon after the tables have grown. */
class TableGrowthIT {

  private static final Owner OWNER = new Owner("grown");
  private static final JobId ID = new JobId(new UUID(0x7000L, 0x8000_0000_0000_0000L));

  /** A page of each part, and of each job what is beside it. */
  private static final int FEW = 400;

  static Stream<Arguments> statements() {
    EntityManager entities = TestDatabase.get().entityManager();
    Map<String, Consumer<Database>> statements =
        Map.of(
            "a job", database -> new JobRepository(entities, database).find(OWNER, ID),
            "jobs",
                database -> new JobRepository(entities, database).find(OWNER, List.of(ID.value())),
            "jobs without content",
                database -> new JobRepository(entities, database).find(List.of(ID)),
            "attempts", database -> new JobAttempts(database).of(ID),
            "cancel", database -> new JobControl(database).cancel(OWNER, ID),
            "retry", database -> new JobControl(database).retry(OWNER, ID),
            "delete", database -> new JobControl(database).delete(OWNER, ID),
            "the latest", database -> page(database, new JobFilter(), SortField.CREATED_AT),
            "by change", database -> page(database, new JobFilter(), SortField.UPDATED_AT),
            "waiting",
                database ->
                    page(
                        database, new JobFilter().status(JobStatus.PENDING), SortField.CREATED_AT));
    return statements.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  private static void page(Database database, JobFilter filter, SortField sort) {
    JobPage unused =
        new OwnersJobs(database).page(OWNER, JobQuery.first(filter, sort, SortOrder.DESC, 20));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void isNotedByEveryStatement(String name, Consumer<Database> statement) throws SQLException {
    try (GrownTables tables = new GrownTables()) {
      Runnable work = () -> statement.accept(tables.database());
      Runnable look = () -> new TableGrowth(tables.elsewhere()).lookOnce();

      assertThat(tables.rowsRead(work, look)).as(name).isLessThanOrEqualTo(FEW);
    }
  }

  /** Or else the other test would prove nothing. */
  @Test
  void mattersToAPlanThatIsKept() throws SQLException {
    try (GrownTables tables = new GrownTables()) {
      JobRepository jobs = new JobRepository(TestDatabase.get().entityManager(), tables.database());

      assertThat(tables.rowsRead(() -> jobs.find(OWNER, ID), () -> {})).isGreaterThan(FEW);
    }
  }

  /** When all jobs were new, any index of an owner's jobs was as good as another. */
  @ParameterizedTest
  @EnumSource(
      value = SortField.class,
      names = {"CREATED_AT", "STATUS"})
  void doesNotMatterToListsWhenAllJobsHaveEndedSince(SortField sort) throws SQLException {
    try (GrownTables tables = new GrownTables()) {
      JobFilter failed = new JobFilter().status(JobStatus.FAILED);
      Runnable endAll =
          () -> {
            tables.elsewhere().update("analyze job", statement -> {});
            tables
                .elsewhere()
                .update(
                    """
                    update job
                    set status = 'COMPLETED', finished_at = now(), updated_at = now() + interval '1 second'
                    """,
                    statement -> {});
          };

      assertThat(tables.rowsRead(() -> page(tables.database(), failed, sort), endAll))
          .isLessThanOrEqualTo(FEW);
    }
  }

  @Test
  void isNotedOnce() throws SQLException {
    try (GrownTables tables = new GrownTables()) {
      TableGrowth growth = new TableGrowth(tables.elsewhere());
      long unused = tables.rowsRead(() -> {}, growth::lookOnce);
      growth.lookOnce();

      assertThat(analyzed(tables))
          .containsExactly("job 2", "job_attempt 1", "job_file 1", "job_queue 2");
    }
  }

  private static List<String> analyzed(GrownTables tables) {
    return tables
        .elsewhere()
        .query(
            """
            select relname || ' ' || analyze_count
            from pg_stat_user_tables
            where schemaname = current_schema() and analyze_count > 0
            order by relname
            """,
            statement -> {},
            row -> row.getString(1));
  }
}
