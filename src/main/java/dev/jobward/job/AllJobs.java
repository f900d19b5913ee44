package dev.jobward.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** What an administrator can do with everybody's jobs. Each method is one transaction. */
@ApplicationScoped
public class AllJobs {

  private JobRepository repository;
  private Jobs jobs;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected AllJobs() {}

  @Inject
  AllJobs(JobRepository repository, Jobs jobs) {
    this.repository = repository;
    this.jobs = jobs;
  }

  /** One page of everybody's jobs, or of those of the owner whom the filter names. */
  @Transactional
  public JobPage list(JobQuery query) {
    return repository.pageOfAll(query);
  }

  /**
   * One job with what it carries.
   *
   * @throws Refusal.JobNotFound if there is none
   */
  @Transactional(dontRollbackOn = Refusal.class)
  public JobDetails get(JobId id) {
    return repository.find(id).orElseThrow(Refusal.JobNotFound::new);
  }

  /**
   * As {@link Jobs#cancel}, for whoever owns the job.
   *
   * @throws Refusal.JobNotFound if there is none
   * @throws Refusal.WrongStatus if it is final
   */
  @Transactional(dontRollbackOn = Refusal.class)
  public JobDetails cancel(JobId id) {
    return jobs.cancel(ownerOf(id), id);
  }

  /**
   * As {@link Jobs#retry}, for whoever owns the job: it counts among their unfinished ones.
   *
   * @throws Refusal.JobNotFound if there is none
   * @throws Refusal.WrongStatus if it neither failed nor was cancelled
   * @throws Refusal.QuotaExceeded if its owner has too many unfinished jobs
   */
  @Transactional
  public JobDetails retry(JobId id) {
    try {
      return jobs.retry(ownerOf(id), id);
    } catch (Refusal.QuotaExceeded e) {
      throw e.toSomebodyElse();
    }
  }

  /** It never changes, and whether the job is still there is seen by who changes it. */
  private Owner ownerOf(JobId id) {
    return repository.find(List.of(id)).stream()
        .findFirst()
        .map(Job::owner)
        .orElseThrow(Refusal.JobNotFound::new);
  }
}
