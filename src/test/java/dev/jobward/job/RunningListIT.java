package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of what runs, while it ends. */
class RunningListIT {

  private static final int ENDING = 400;
  private static final int STAYING = 40;
  private static final int FEW = 100;
  private static final int LIMIT = 20;

  private final Owner owner = new Owner("running-list-" + UUID.randomUUID());
  private final Database database = new Database(TestDatabase.get().dataSource());
  private final OwnersJobs jobs = new OwnersJobs(database);

  @Test
  void showNothingElseAndAlwaysTellThatMoreFollow() throws InterruptedException {
    fill("ending", ENDING);
    fill("staying", STAYING);
    whileTheyEnd(
        () -> {
          JobFilter running = new JobFilter().status(JobStatus.RUNNING);
          JobPage page =
              jobs.page(owner, JobQuery.first(running, SortField.CREATED_AT, SortOrder.ASC, LIMIT));
          assertThat(page.jobs()).hasSize(LIMIT).allMatch(job -> job.status() == JobStatus.RUNNING);
          assertThat(page.next()).isPresent();
        });
  }

  /** It is put together from what runs and what does not. */
  @ParameterizedTest
  @EnumSource(
      value = SortField.class,
      names = {"UPDATED_AT", "STATUS"})
  void showEachJobOnceThoughItEnds(SortField sort) throws InterruptedException {
    fill("ending", FEW);
    whileTheyEnd(
        () -> {
          JobPage page =
              jobs.page(owner, JobQuery.first(new JobFilter(), sort, SortOrder.ASC, 2 * FEW));
          assertThat(page.jobs().stream().map(Job::id)).hasSize(FEW).doesNotHaveDuplicates();
        });
  }

  private void whileTheyEnd(Runnable look) throws InterruptedException {
    Thread ending = new Thread(this::endOneByOne);
    ending.start();
    try {
      while (ending.isAlive()) {
        look.run();
      }
    } finally {
      ending.join();
    }
  }

  private void fill(String type, int count) {
    database.update(
        """
        with new as (
          insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,
                           created_at, updated_at, run_at)
          select new_job_id(now()), ?, ?, '{}', 3, 0, 600, now(), now(), now()
          from generate_series(1, ?)
          returning *
        )
        insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, attempts,
                               started_at, updated_at, lease_token, lease_until, deadline, worker_id)
        select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts, 1,
               now(), now(), gen_random_uuid(), now() + interval '10 minutes', now() + interval '10 minutes', 'w'
        from new
        """,
        statement -> {
          statement.setString(1, owner.subject());
          statement.setString(2, type);
          statement.setInt(3, count);
        });
  }

  private void endOneByOne() {
    for (UUID id : endingIds()) {
      database.update(
          """
          with ended as (delete from job_queue where job_id = ? returning job_id)
          update job
          set status = 'CANCELLED', finished_at = now()
          from ended
          where job.id = ended.job_id
          """,
          statement -> statement.setObject(1, id));
    }
  }

  private List<UUID> endingIds() {
    return database.query(
        "select id from job where owner = ? and job_type = 'ending' order by id",
        statement -> statement.setString(1, owner.subject()),
        row -> row.getObject(1, UUID.class));
  }
}
