package dev.jobward.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** What an owner can do with jobs. Each method is one transaction. */
@ApplicationScoped
public class Jobs {

  private JobRepository repository;
  private JobIntake intake;
  private Event<JobsAdded> added;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Jobs() {}

  @Inject
  Jobs(JobRepository repository, JobIntake intake, Event<JobsAdded> added) {
    this.repository = repository;
    this.intake = intake;
    this.added = added;
  }

  /** The job that a creation gave. {@code replayed}: an earlier request had created it. */
  public record Creation(JobDetails details, boolean replayed) {}

  /** Accepts a job. Once this returns, it is committed and will be run. */
  @Transactional
  public Creation create(Owner owner, NewJob job) {
    JobDetails created = intake.insert(owner, job);
    added.fire(new JobsAdded(job.type()));
    return new Creation(created, false);
  }

  /**
   * Accepts a job once for each key: the same owner, key and body gives the same job for 24 hours.
   *
   * @throws Refusal.IdempotencyMismatch if the key came with another body before
   */
  @Transactional(dontRollbackOn = Refusal.class)
  public Creation create(Owner owner, NewJob job, IdempotencyKey key) {
    while (true) {
      Optional<JobDetails> created = intake.insert(owner, job, key);
      if (created.isPresent()) {
        added.fire(new JobsAdded(job.type()));
        return new Creation(created.get(), false);
      }
      Optional<JobIntake.KeyUse> use = intake.find(owner, key);
      if (use.isPresent() && !use.get().isOf(key)) {
        throw new Refusal.IdempotencyMismatch();
      }
      Optional<JobDetails> earlier = use.flatMap(found -> repository.find(owner, found.jobId()));
      if (earlier.isPresent()) {
        return new Creation(earlier.get(), true);
      }
      // The earlier job was deleted between two statements, and its key with it: the key is free.
    }
  }

  /**
   * One job with what it carries.
   *
   * @throws Refusal.JobNotFound if there is none, or it is somebody else's
   */
  @Transactional(dontRollbackOn = Refusal.class)
  public JobDetails get(Owner owner, JobId id) {
    return repository.find(owner, id).orElseThrow(Refusal.JobNotFound::new);
  }

  /** One page of an owner's jobs. */
  @Transactional
  public JobPage list(Owner owner, JobQuery query) {
    return repository.page(owner, query);
  }
}
