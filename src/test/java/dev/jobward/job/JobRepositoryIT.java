package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobRepositoryIT {

  private final TestDatabase postgres = TestDatabase.get();
  private final Database database = new Database(postgres.dataSource());
  private final JobIntake intake = new JobIntake(database);
  private final EntityManager entities = postgres.entityManager();
  private final JobRepository repository = new JobRepository(entities, database);
  private final Owner owner = new Owner("owner-" + UUID.randomUUID());

  @AfterEach
  void close() {
    entities.close();
  }

  @Test
  void givesThePayloadBackAsItWasSent() {
    String payload = "{\"b\": 1.00, \"a\":1e400, \"\":\"\\u0000\\ud800\"}";
    JobId id = insert(NewJob.of(new JobType("a"), payload)).job().id();

    assertThat(repository.find(owner, id).orElseThrow().content().payload()).isEqualTo(payload);
  }

  @Test
  void hidesAnotherOwnersJob() {
    JobId id = create("a");

    assertThat(repository.find(new Owner("somebody else"), id)).isEmpty();
    assertThat(
            listAll(new Owner("somebody else"), new JobFilter(), SortField.STATUS, SortOrder.ASC))
        .isEmpty();
  }

  @Test
  void makesIdsThatCarryTheMillisecondOfCreation() {
    Job job = repository.find(owner, create("a")).orElseThrow().job();

    assertThat(job.id().value().getMostSignificantBits() >>> 16)
        .isEqualTo(job.createdAt().toEpochMilli());
    assertThat(JobId.parse(job.id().toString())).contains(job.id());
  }

  @Test
  void findsAJobByItsOwnMillisecondAtBothEnds() {
    JobId id = create("a");
    Instant createdAt = repository.find(owner, id).orElseThrow().job().createdAt();

    assertThat(
            listAll(
                owner,
                new JobFilter().dateFrom(createdAt).dateTo(createdAt),
                SortField.CREATED_AT,
                SortOrder.DESC))
        .contains(id);
    assertThat(
            listAll(
                owner,
                new JobFilter().dateTo(createdAt.minusMillis(1)),
                SortField.CREATED_AT,
                SortOrder.DESC))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED_AT,ASC", "CREATED_AT,DESC", "UPDATED_AT,ASC", "UPDATED_AT,DESC",
    "JOB_TYPE,ASC", "JOB_TYPE,DESC", "STATUS,ASC", "STATUS,DESC"
  })
  void visitsEveryJobOnceInTheOrderAskedFor(SortField sort, SortOrder order) {
    for (int i = 0; i < 12; i++) {
      JobId id = create(i % 3 == 0 ? "Zeta" : "alpha");
      if (i % 4 == 1) {
        run(id);
      } else if (i % 4 == 2) {
        complete(id);
      }
    }

    List<Job> visited = jobs(owner, new JobFilter(), sort, order);

    Comparator<Job> expected =
        Comparator.comparing((Job job) -> value(job, sort))
            .thenComparing(job -> job.id().toString());
    List<Job> sorted = new ArrayList<>(visited);
    sorted.sort(order == SortOrder.ASC ? expected : Collections.reverseOrder(expected));
    assertThat(visited).hasSize(12).doesNotHaveDuplicates().isEqualTo(sorted);
  }

  @ParameterizedTest
  @EnumSource(SortField.class)
  void filtersByTheStatusThatTheJobShows(SortField sort) {
    JobId waiting = create("a");
    JobId running = create("a");
    JobId completed = create("a");
    run(running);
    complete(completed);

    assertThat(withStatus(JobStatus.PENDING, sort)).containsExactly(waiting);
    assertThat(withStatus(JobStatus.RUNNING, sort)).containsExactly(running);
    assertThat(withStatus(JobStatus.COMPLETED, sort)).containsExactly(completed);
    assertThat(withStatus(JobStatus.FAILED, sort)).isEmpty();
  }

  private JobId create(String type) {
    return insert(NewJob.of(new JobType(type), "{}")).job().id();
  }

  private JobDetails insert(NewJob job) {
    return intake.insert(List.of(new JobIntake.Asked(owner, List.of(job)))).get(0).get(0);
  }

  private void run(JobId id) {
    database.update(
        """
        update job_queue
        set started_at = now(), updated_at = now(), lease_token = gen_random_uuid(), lease_until = now(),
            deadline = now(), worker_id = 'test', attempts = 1
        where job_id = ?
        """,
        statement -> statement.setObject(1, id.value()));
  }

  private void complete(JobId id) {
    database.update(
        """
        with removed as (delete from job_queue where job_id = ? returning job_id)
        update job set status = 'COMPLETED', finished_at = now(), updated_at = now()
        from removed where id = job_id
        """,
        statement -> statement.setObject(1, id.value()));
  }

  private List<JobId> withStatus(JobStatus status, SortField sort) {
    return listAll(owner, new JobFilter().status(status), sort, SortOrder.DESC);
  }

  private List<JobId> listAll(Owner of, JobFilter filter, SortField sort, SortOrder order) {
    return jobs(of, filter, sort, order).stream().map(Job::id).toList();
  }

  /** All pages, five jobs each. */
  private List<Job> jobs(Owner of, JobFilter filter, SortField sort, SortOrder order) {
    List<Job> all = new ArrayList<>();
    JobQuery query = JobQuery.first(filter, sort, order, 5);
    Optional<Position> next;
    do {
      JobPage page = inTransaction(of, query);
      all.addAll(page.jobs());
      next = page.next();
      if (next.isPresent()) {
        query = query.after(next.get());
      }
    } while (next.isPresent());
    return all;
  }

  private JobPage inTransaction(Owner of, JobQuery query) {
    entities.getTransaction().begin();
    try {
      return repository.page(of, query);
    } finally {
      entities.getTransaction().commit();
      entities.clear();
    }
  }

  private static String value(Job job, SortField sort) {
    return switch (sort) {
      case CREATED_AT -> "";
      case UPDATED_AT -> "%019d".formatted(job.updatedAt().toEpochMilli());
      case JOB_TYPE -> job.type().name();
      case STATUS -> job.status().name();
    };
  }
}
