package dev.jobward.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What an owner can do with jobs. What changes something is one transaction; what reads is single
 * statements, in the caller's transaction if there is one.
 */
@ApplicationScoped
public class Jobs {

  private JobRepository repository;
  private Creations creations;
  private JobControl control;
  private JobAttempts attempts;
  private Quota quota;
  private Event<JobsDue> due;
  private Event<JobsChanged> changed;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Jobs() {}

  @Inject
  Jobs(
      JobRepository repository,
      Creations creations,
      JobControl control,
      JobAttempts attempts,
      Quota quota,
      Event<JobsDue> due,
      Event<JobsChanged> changed) {
    this.repository = repository;
    this.creations = creations;
    this.control = control;
    this.attempts = attempts;
    this.quota = quota;
    this.due = due;
    this.changed = changed;
  }

  /** The jobs that a creation gave, in order. {@code replayed}: an earlier request made them. */
  public record Creation(List<JobDetails> details, boolean replayed) {}

  /**
   * Accepts jobs, all or none. Once this returns, they are committed and will be run, also where
   * the caller has a transaction, of which this is no part.
   *
   * @throws Refusal.QuotaExceeded if the owner has too many unfinished ones
   */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public Creation create(Owner owner, List<NewJob> jobs) {
    List<JobDetails> created =
        creations.isFarFromQuota(owner, jobs.size())
            ? creations.create(owner, jobs)
            : creations.createUnderQuota(owner, jobs);
    return new Creation(created, false);
  }

  /**
   * Accepts jobs once for each key: the same owner, key and body gives the same jobs for 24 hours.
   * Of a batch those are shown again that are still there.
   *
   * @throws Refusal.IdempotencyMismatch if the key came with another body before
   * @throws Refusal.QuotaExceeded if the owner has too many unfinished ones
   */
  @Transactional(dontRollbackOn = Refusal.class)
  public Creation create(Owner owner, List<NewJob> jobs, IdempotencyKey key) {
    return creations.create(owner, jobs, key);
  }

  /**
   * One job with what it carries.
   *
   * @throws Refusal.JobNotFound if there is none, or it is somebody else's
   */
  public JobDetails get(Owner owner, JobId id) {
    return repository.find(owner, id).orElseThrow(Refusal.JobNotFound::new);
  }

  /**
   * One job without what it carries.
   *
   * @throws Refusal.JobNotFound if there is none, or it is somebody else's
   */
  public Job summary(Owner owner, JobId id) {
    return found(owner, id);
  }

  /** Those of these jobs that are there, whosoever they are: for those who run jobs. */
  public List<Job> find(Collection<JobId> ids) {
    return repository.find(ids);
  }

  /** One page of an owner's jobs. */
  public JobPage list(Owner owner, JobQuery query) {
    return repository.page(owner, query);
  }

  /**
   * A job's attempts, the oldest first.
   *
   * @throws Refusal.JobNotFound if there is no such job, or it is somebody else's
   */
  public List<JobAttempt> attempts(Owner owner, JobId id) {
    return attempts.of(found(owner, id).id());
  }

  /**
   * Ends a waiting job at once, and asks the holder of a running one to stop.
   *
   * @return the job as it is then
   * @throws Refusal.JobNotFound if there is no such job, or it is somebody else's
   * @throws Refusal.WrongStatus if it is final
   */
  @Transactional(dontRollbackOn = Refusal.class)
  public JobDetails cancel(Owner owner, JobId id) {
    if (!control.cancel(owner, id)) {
      throw new Refusal.WrongStatus("This job is %s already.".formatted(found(owner, id).status()));
    }
    changed.fire(new JobsChanged(Set.of(id)));
    return get(owner, id);
  }

  /**
   * Makes a failed or cancelled job wait again, as if it had not run.
   *
   * @return the job as it is then
   * @throws Refusal.JobNotFound if there is no such job, or it is somebody else's
   * @throws Refusal.WrongStatus if it is in another status
   * @throws Refusal.QuotaExceeded if the owner has too many unfinished jobs
   */
  @Transactional
  public JobDetails retry(Owner owner, JobId id) {
    Job job = found(owner, id);
    if (job.status() == JobStatus.FAILED || job.status() == JobStatus.CANCELLED) {
      quota.admit(owner, 1);
      if (control.retry(owner, id)) {
        changed.fire(new JobsChanged(Set.of(id)));
        due.fire(new JobsDue(Set.of(job.type())));
        return get(owner, id);
      }
    }
    throw new Refusal.WrongStatus(
        "Only a FAILED or CANCELLED job can be retried; this one is %s."
            .formatted(found(owner, id).status()));
  }

  /**
   * Removes a final job and all that belongs to it.
   *
   * @throws Refusal.JobNotFound if there is no such job, or it is somebody else's
   * @throws Refusal.WrongStatus if it is not final
   */
  @Transactional(dontRollbackOn = Refusal.class)
  public void delete(Owner owner, JobId id) {
    if (!control.delete(owner, id)) {
      throw new Refusal.WrongStatus(
          "Only a final job can be deleted; this one is %s. Cancel it first."
              .formatted(found(owner, id).status()));
    }
    changed.fire(new JobsChanged(Set.of(id)));
  }

  private Job found(Owner owner, JobId id) {
    return repository.findWithoutContent(owner, id).orElseThrow(Refusal.JobNotFound::new);
  }
}
