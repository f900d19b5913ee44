package dev.jobward.job;

import dev.jobward.TestDatabase;
import dev.jobward.Told;
import dev.jobward.platform.Database;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The use cases of an owner, on the tests' database and without a container: each statement is a
 * transaction of its own.
 */
public final class OwnerActions implements AutoCloseable {

  public final Owner owner = new Owner("owner-" + UUID.randomUUID());
  public final Told<JobsDue> due = new Told<>();
  public final Told<JobsLater> later = new Told<>();
  public final Told<JobsChanged> changed = new Told<>();

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final EntityManager entities = TestDatabase.get().entityManager();
  private final Jobs jobs;
  private final JobWatch watch;

  public OwnerActions() {
    this(Map.of());
  }

  OwnerActions(Map<Setting, Integer> settings) {
    JobRepository repository = new JobRepository(entities, database);
    Quota quota = new Quota(database, Settings.of(settings));
    jobs =
        new Jobs(
            repository,
            new Creations(repository, new JobIntake(database), quota, due, later),
            new JobControl(database),
            new JobAttempts(database),
            quota,
            due,
            changed);
    watch = new JobWatch(database, jobs);
  }

  public Jobs jobs() {
    return jobs;
  }

  /** It looks when a test says so. */
  public JobWatch watch() {
    return watch;
  }

  /** Passes on what has happened since, and lets the watch look at it. */
  public void look() {
    changed.events().forEach(watch::jobsChanged);
    watch.lookOnce();
  }

  public int watchers() {
    return watch.watchers();
  }

  /** A job as it is now. */
  public Job job(JobId id) {
    return jobs.get(owner, id).job();
  }

  public JobId create(NewJob job) {
    return jobs.create(owner, List.of(job)).details().get(0).job().id();
  }

  public JobId create() {
    return create(aJob());
  }

  static NewJob aJob() {
    return NewJob.of(new JobType("unserved"), "{}");
  }

  /** Ends a waiting job, as far as a list or a later call can tell. */
  public void end(JobId id, JobStatus status) {
    database.update(
        """
        with removed as (delete from job_queue where job_id = ? returning job_id)
        update job
        set status = ?, finished_at = now(), updated_at = now(), started_at = now(), attempts = 2,
            error_code = 'X', error_message = 'x', progress_percent = 5
        from removed where id = job_id
        """,
        statement -> {
          statement.setObject(1, id.value());
          statement.setString(2, status.name());
        });
  }

  /** Changes something that its owner sees. */
  public void change(JobId id) {
    update("update job_queue set version = version + 1 where job_id = ?", id.value());
    changed.fire(new JobsChanged(Set.of(id)));
  }

  void run(JobId id) {
    database.update(
        """
        update job_queue
        set started_at = now(), updated_at = now(), lease_token = gen_random_uuid(), lease_until = now(),
            deadline = now(), worker_id = 'test', attempts = 1
        where job_id = ?
        """,
        statement -> statement.setObject(1, id.value()));
  }

  void update(String sql, Object parameter) {
    database.update(sql, statement -> statement.setObject(1, parameter));
  }

  @Override
  public void close() {
    entities.close();
  }
}
