package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of everybody's jobs: what they hold, in which order, and what a page of one reads. */
class EverybodysJobsIT {

  private static final int LIMIT = 7;
  private static final int PAGES = 12;
  private static final int MANY = 6_000;
  private static final int RUNNING = 40;

  /** For each part one page, the row behind it, and some that have just begun to run. */
  private static final int ROWS = 6 * (LIMIT + 1) + 2 * RUNNING;

  private static final String COMMON = "everybody.common";
  private static final String RARE = "everybody.rare";
  private static final Owner CAROL = new Owner("every-%-_\\' \u00e4-" + UUID.randomUUID());

  private final EntityManager entities = TestDatabase.get().entityManager();
  private final Database database = new Database(TestDatabase.get().dataSource());
  private final JobRepository repository = new JobRepository(entities, database);

  /**
   * The newest jobs are those that wait, those of the rare type have failed long ago, and the
   * latest to end are of the common one: whoever looks along the wrong index reads them all. Three
   * are created in each second, of which some wait since, and some have changed.
   */
  @BeforeAll
  static void fill() {
    Database database = new Database(TestDatabase.get().dataSource());
    insert(database, 300, RARE, "FAILED", "2026-01-01");
    insert(database, 30, RARE, "CANCELLED", "2026-01-02");
    insert(database, 30, RARE, "COMPLETED", "2026-01-03");
    insert(database, MANY, COMMON, "COMPLETED", "2026-02-01");
    insert(database, MANY, COMMON, "PENDING", "2026-10-01");
    insert(database, 30, RARE, "PENDING", "2026-01-04");
    database.update(
        """
        insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, due)
        select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, false
        from job
        where status = 'PENDING' and job_type in (?, ?)
        """,
        statement -> {
          statement.setString(1, COMMON);
          statement.setString(2, RARE);
        });
    database.update(
        """
        update job_queue
        set started_at = now(), lease_token = gen_random_uuid(), lease_until = now() + interval '1 hour',
            deadline = now() + interval '1 hour', worker_id = 'w', attempts = 1,
            updated_at = '2026-06-01'::timestamptz + (hashtext(job_id::text) % 5000) * interval '1 second'
        where job_id in (
          select id from job where status = 'PENDING' and job_type in (?, ?) order by hashtext(id::text) limit ?
        )
        """,
        statement -> {
          statement.setString(1, COMMON);
          statement.setString(2, RARE);
          statement.setInt(3, RUNNING);
        });
    database.update("analyze job, job_queue", statement -> {});
  }

  private static void insert(
      Database database, int count, String type, String status, String from) {
    database.update(
        """
        insert into job (id, owner, job_type, status, payload, max_attempts, priority, timeout_seconds, created_at,
                         updated_at, run_at, finished_at, error_code, error_message, result_type, result)
        select new_job_id(at), case when i % 10 = 0 then ? else 'every-' || i % 50 end, ?, status, '{}', 3, 0, 60, at,
               case when status = 'PENDING' and i % 4 = 0 then at else at + (i * 7919 % 10007) * interval '1 second' end,
               at, case when status <> 'PENDING' then at end,
               case when status = 'FAILED' then 'X' end, case when status = 'FAILED' then 'x' end,
               case when with_result then 'TEXT' else 'NONE' end, case when with_result then '""' end
        from generate_series(1, ?) as i
        cross join lateral (
          select ?::timestamptz + i / 3 * interval '1 second' as at, ?::text as status,
                 ? = 'COMPLETED' and i % 5 = 0 as with_result
        ) as moment
        """,
        statement -> {
          statement.setString(1, CAROL.subject());
          statement.setString(2, type);
          statement.setInt(3, count);
          statement.setString(4, from);
          statement.setString(5, status);
          statement.setString(6, status);
        });
  }

  @AfterEach
  void close() {
    entities.close();
  }

  static Stream<Arguments> lists() {
    JobType rare = new JobType(RARE);
    JobType common = new JobType(COMMON);
    return Stream.of(
            new JobFilter(),
            new JobFilter().status(JobStatus.FAILED),
            new JobFilter().status(JobStatus.PENDING),
            new JobFilter().status(JobStatus.RUNNING),
            new JobFilter().status(JobStatus.COMPLETED),
            new JobFilter().jobType(rare),
            new JobFilter().jobType(common),
            new JobFilter().jobType(rare).status(JobStatus.COMPLETED),
            new JobFilter().jobType(rare).status(JobStatus.PENDING),
            new JobFilter().jobType(common).status(JobStatus.FAILED),
            new JobFilter().jobType(common).status(JobStatus.RUNNING),
            new JobFilter().jobType(common).resultType(ResultType.TEXT),
            new JobFilter().owner(CAROL),
            new JobFilter().owner(CAROL).status(JobStatus.FAILED))
        .flatMap(
            filter ->
                Stream.of(SortField.values())
                    .flatMap(
                        sort ->
                            Stream.of(SortOrder.values())
                                .map(order -> Arguments.of(filter, sort, order))));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void holdWhatIsAskedForInOrderAndReadThePageAlone(
      JobFilter filter, SortField sort, SortOrder order) {
    List<UUID> expected = expected(filter, sort, order, PAGES * LIMIT);
    List<UUID> seen = new ArrayList<>();
    JobQuery first = JobQuery.first(filter, sort, order, LIMIT);
    Optional<Position> next = Optional.empty();
    do {
      JobPage page = counted(next.map(first::after).orElse(first));
      page.jobs().forEach(job -> seen.add(job.id().value()));
      next = page.next();
    } while (next.isPresent() && seen.size() < PAGES * LIMIT);

    assertThat(seen).containsExactlyElementsOf(expected);
  }

  /** A position deep in the list, in each status. */
  @ParameterizedTest
  @MethodSource("lists")
  void costTheSameAtAnyDepth(JobFilter filter, SortField sort, SortOrder order) {
    List<UUID> all = expected(filter, sort, order, 20_000);
    JobQuery first = JobQuery.first(filter, sort, order, LIMIT);
    for (int i = 1; i < 6 && all.size() > 100; i++) {
      int at = all.size() * i / 6;
      Job last = repository.find(List.of(new JobId(all.get(at)))).get(0);

      List<UUID> seen =
          counted(first.after(Position.of(last, sort))).jobs().stream()
              .map(job -> job.id().value())
              .toList();

      assertThat(seen).containsExactlyElementsOf(all.subList(at + 1, at + 1 + LIMIT));
    }
  }

  @Test
  void areBoundedByTheirDates() {
    JobFilter filter =
        new JobFilter()
            .dateFrom(Instant.parse("2026-02-01T00:30:00Z"))
            .dateTo(Instant.parse("2026-02-01T00:30:09.999Z"));

    for (SortField sort : SortField.values()) {
      JobPage page = page(JobQuery.first(filter, sort, SortOrder.ASC, 100));
      assertThat(page.jobs()).hasSize(30);
      assertThat(page.jobs()).allMatch(job -> job.type().name().equals(COMMON));
    }
  }

  @Test
  void takeAnOwnersNameAsItStands() {
    for (String pattern : new String[] {"every-%", "%", "_", "every-1' or '1'='1"}) {
      JobFilter filter = new JobFilter().owner(new Owner(pattern));
      assertThat(page(JobQuery.first(filter, SortField.CREATED_AT, SortOrder.DESC, 5)).jobs())
          .isEmpty();
    }
  }

  private JobPage counted(JobQuery query) {
    entities.getTransaction().begin();
    try {
      JobPage page = repository.pageOfAll(query);
      assertThat(RowsRead.in(entities))
          .as("rows read for a page by %s of %s", query.sortBy(), query.filter().fingerprint())
          .isLessThanOrEqualTo(ROWS + (query.filter().resultType().isPresent() ? 4 * ROWS : 0));
      return page;
    } finally {
      entities.getTransaction().rollback();
      entities.clear();
    }
  }

  private JobPage page(JobQuery query) {
    entities.getTransaction().begin();
    try {
      return repository.pageOfAll(query);
    } finally {
      entities.getTransaction().rollback();
      entities.clear();
    }
  }

  /** The same list by the plainest means. */
  private List<UUID> expected(JobFilter filter, SortField sort, SortOrder order, int limit) {
    String key =
        switch (sort) {
          case CREATED_AT -> "id";
          case UPDATED_AT -> "updated";
          case JOB_TYPE -> "job_type";
          case STATUS -> "seen";
        };
    return database.query(
        """
        select id
        from (
          select job.id, job.owner, job.job_type, job.result_type,
                 case when q.started_at is null then job.status else 'RUNNING' end collate "C" as seen,
                 case when q.started_at is null then job.updated_at else q.updated_at end as updated
          from job
          left join job_queue q on q.job_id = job.id
        ) j
        where (? = '' or owner = ?) and (? = '' or job_type = ?) and (? = '' or seen = ?) and (? = '' or result_type = ?)
        order by %1$s %2$s, id %2$s
        limit ?
        """
            .formatted(key, order),
        statement -> {
          int at = 1;
          for (Optional<String> value :
              List.of(
                  filter.owner().map(Owner::subject),
                  filter.jobType().map(JobType::name),
                  filter.status().map(JobStatus::name),
                  filter.resultType().map(ResultType::name))) {
            statement.setString(at++, value.orElse(""));
            statement.setString(at++, value.orElse(""));
          }
          statement.setInt(at, limit);
        },
        row -> row.getObject(1, UUID.class));
  }
}
