package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * A page reads its own rows and no others, at any depth. PostgreSQL itself counts the rows that a
 * transaction has fetched, so that this needs no clock and no plan to be parsed.
 */
class ListCostIT {

  private static final int JOBS = 20_000;
  private static final int LIMIT = 20;

  /**
   * One page and the row behind it that tells whether more follow: from each of the three parts
   * that are there, and then of them all; and a few that the planner looks up.
   */
  private static final int ROWS = 4 * (LIMIT + 1) + 4;

  /** Dates are a range of ids: in another order, their jobs may be what is read and sorted. */
  private static final int IN_RANGE = 7_200;

  /** One place of a list is not quite like another. An index has hundreds. */
  private static final int MORE_BLOCKS = 25;

  /** In the order of their last change, jobs lie apart in the table. */
  private static final int APART = 3 * (LIMIT + 1);

  private static final Instant MIDDLE = Instant.parse("2026-01-01T02:00:00Z");

  private static final Owner OWNER = new Owner("list-cost-a-" + UUID.randomUUID());

  /**
   * Sorts behind, comes first in the table, and goes on when the other one has ended: an owner of
   * many jobs is tempting to look for among everybody's, the latest first.
   */
  private static final Owner NEIGHBOUR = new Owner("list-cost-b-" + UUID.randomUUID());

  /** One for all, with plans that are kept: those are what goes wrong. */
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = RowsRead.connection();
    connection.unwrap(PGConnection.class).setPrepareThreshold(1);
  }

  @BeforeAll
  static void fill() {
    Database database = new Database(TestDatabase.get().dataSource());
    fill(database, NEIGHBOUR, "2026-01-01");
    fill(database, OWNER, "2026-01-01");
    fill(database, NEIGHBOUR, "2026-11-01");
    database.update("analyze job", statement -> {});
  }

  private static void fill(Database database, Owner owner, String from) {
    database.update(
        """
        insert into job (id, owner, job_type, status, payload, max_attempts, priority, timeout_seconds,
                         created_at, updated_at, run_at, finished_at)
        select new_job_id(at), ?, case when i % 2 = 0 then 'even' else 'odd' end,
               case when i % 3 = 0 then 'PENDING' else 'COMPLETED' end,
               '{}', 3, 0, 60, at, case when i % 9 = 0 then at else at + (i * 7919 % 10007) * interval '1 second' end, at,
               case when i % 3 <> 0 then at end
        from generate_series(1, ?) as i
        cross join lateral (select ?::timestamptz + i * interval '1 second' as at) as moment
        """,
        statement -> {
          statement.setString(1, owner.subject());
          statement.setInt(2, JOBS);
          statement.setString(3, from);
        });
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  static Stream<Arguments> lists() {
    JobType odd = new JobType("odd");
    return Stream.of(
            new JobFilter(),
            new JobFilter().status(JobStatus.COMPLETED),
            new JobFilter().status(JobStatus.PENDING),
            new JobFilter().jobType(odd),
            new JobFilter().jobType(odd).status(JobStatus.COMPLETED),
            dated(new JobFilter()),
            dated(new JobFilter().jobType(odd)),
            dated(new JobFilter().status(JobStatus.PENDING)),
            dated(new JobFilter().jobType(odd).status(JobStatus.COMPLETED)))
        .flatMap(
            filter ->
                Stream.of(SortField.values())
                    .flatMap(
                        sort ->
                            Stream.of(SortOrder.values())
                                .map(order -> Arguments.of(filter, sort, order))));
  }

  private static JobFilter dated(JobFilter filter) {
    return filter.dateFrom(MIDDLE).dateTo(MIDDLE.plusSeconds(IN_RANGE - 1));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void readsThePageAloneAtAnyDepth(JobFilter filter, SortField sort, SortOrder order)
      throws SQLException {
    JobQuery first = JobQuery.first(filter, sort, order, LIMIT);
    RowsRead.Counted<JobPage> page = counted(first);
    long blocks = leastBlocks(first);
    for (int depth = 0; depth < 8; depth++) {
      page = counted(first.after(page.result().next().orElseThrow()));
    }
    assertThat(page.result().jobs()).hasSize(LIMIT).allMatch(job -> job.owner().equals(OWNER));

    JobQuery deep = first.after(deep(first));

    assertThat(counted(deep).result().jobs()).hasSize(LIMIT);
    assertThat(leastBlocks(deep))
        .isLessThanOrEqualTo(blocks + MORE_BLOCKS + (sort == SortField.UPDATED_AT ? APART : 0));
  }

  @Test
  void seesARowThatIsReadInVain() throws SQLException {
    RowsRead.Counted<Integer> counted =
        RowsRead.during(
            connection,
            database ->
                database
                    .queryOne(
                        "select count(status) from job where owner = ?",
                        statement -> statement.setString(1, OWNER.subject()),
                        row -> row.getInt(1))
                    .orElseThrow());

    assertThat(counted.rows()).isGreaterThanOrEqualTo(JOBS);
  }

  /** Blocks are counted for all who read the table, and an autovacuum reads it at times. */
  private long leastBlocks(JobQuery query) throws SQLException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      least = Math.min(least, counted(query).blocks());
    }
    return least;
  }

  private RowsRead.Counted<JobPage> counted(JobQuery query) throws SQLException {
    RowsRead.Counted<JobPage> page =
        RowsRead.during(connection, database -> new OwnersJobs(database).page(OWNER, query));
    assertThat(page.rows())
        .as("rows read for a page by %s of %s", query.sortBy(), query.filter().fingerprint())
        .isLessThanOrEqualTo(allowed(query));
    return page;
  }

  private static int allowed(JobQuery query) {
    boolean dated = query.filter().dateFrom().isPresent();
    boolean isRange =
        query.sortBy() == SortField.UPDATED_AT
            || (query.sortBy() == SortField.JOB_TYPE && query.filter().jobType().isEmpty());
    return dated && isRange ? ROWS + IN_RANGE : ROWS;
  }

  /** A position behind two thirds of the owner's jobs, in the order of this list. */
  private static Position deep(JobQuery query) {
    JobQuery all = JobQuery.first(query.filter(), query.sortBy(), query.sortOrder(), JOBS);
    List<Job> jobs =
        new OwnersJobs(new Database(TestDatabase.get().dataSource())).page(OWNER, all).jobs();
    return Position.of(jobs.get(jobs.size() * 2 / 3), query.sortBy());
  }
}
