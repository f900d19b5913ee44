package dev.jobward.job;

import dev.jobward.platform.Together;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Accepts new jobs. Those of many requests go into the database together, in one statement and one
 * commit; each request is answered after it. What needs a transaction of its own has one: a
 * creation with a key, and one of an owner who is close to the quota.
 */
@ApplicationScoped
class Creations {

  private static final Logger LOG = Logger.getLogger(Creations.class.getName());

  /**
   * The payloads of a group together, in bytes: more would only hold up the small ones behind a
   * large one.
   */
  private static final long GROUP_BYTES = 1 << 20;

  /** So many jobs at once spare next to nothing in company, and would only hold it up. */
  private static final int ALONE = 100;

  private JobRepository repository;
  private JobIntake intake;
  private Quota quota;
  private Event<JobsDue> due;
  private Event<JobsLater> later;
  private Together<JobIntake.Asked, List<JobDetails>> together;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Creations() {}

  @Inject
  Creations(
      JobRepository repository,
      JobIntake intake,
      Quota quota,
      Event<JobsDue> due,
      Event<JobsLater> later) {
    this.repository = repository;
    this.intake = intake;
    this.quota = quota;
    this.due = due;
    this.later = later;
    this.together = new Together<>(GROUP_BYTES, JobIntake.Asked::size, this::insertTogether);
  }

  /** Whether {@link #create} may be asked, and not {@link #createUnderQuota}. */
  boolean isFarFromQuota(Owner owner, int jobs) {
    return quota.admitsAtOnce(owner, jobs);
  }

  /** Without a transaction: committed, together with others if they are few, when this returns. */
  List<JobDetails> create(Owner owner, List<NewJob> jobs) {
    JobIntake.Asked asked = new JobIntake.Asked(owner, jobs);
    return jobs.size() < ALONE ? together.ask(asked) : insertTogether(List.of(asked)).get(0);
  }

  private List<List<JobDetails>> insertTogether(List<JobIntake.Asked> all) {
    List<List<JobDetails>> created = intake.insert(all);
    try {
      tell(created.stream().flatMap(Collection::stream).toList());
    } catch (RuntimeException e) {
      // They are committed; to fail now would have them created again.
      LOG.log(Level.WARNING, e, () -> "New jobs are not announced; the next poll finds them");
    }
    return created;
  }

  /**
   * Close to the quota creations of one owner take turns.
   *
   * @throws Refusal.QuotaExceeded if the owner has too many unfinished ones
   */
  @Transactional
  List<JobDetails> createUnderQuota(Owner owner, List<NewJob> jobs) {
    quota.admit(owner, jobs.size());
    List<JobDetails> created = intake.insert(List.of(new JobIntake.Asked(owner, jobs))).get(0);
    tell(created);
    return created;
  }

  /** As {@link Jobs#create(Owner, List, IdempotencyKey)}. */
  @Transactional(dontRollbackOn = Refusal.class)
  Jobs.Creation create(Owner owner, List<NewJob> jobs, IdempotencyKey key) {
    while (true) {
      // What was accepted before is shown again, whatever the quota says by now.
      Optional<JobIntake.KeyUse> use = intake.find(owner, key);
      if (use.isEmpty()) {
        quota.admit(owner, jobs.size());
        List<JobDetails> created = intake.insert(new JobIntake.Asked(owner, jobs), key);
        if (!created.isEmpty()) {
          tell(created);
          return new Jobs.Creation(created, false);
        }
        // Another request took the key between the two statements, and has committed by now.
        continue;
      }
      List<JobDetails> earlier = use.get().isOver() ? List.of() : replayed(owner, key, use.get());
      if (!earlier.isEmpty()) {
        return new Jobs.Creation(earlier, true);
      }
      intake.free(owner, key, use.get());
    }
  }

  /** Nothing if all its jobs were deleted: then the key is free. */
  private List<JobDetails> replayed(Owner owner, IdempotencyKey key, JobIntake.KeyUse use) {
    List<JobDetails> earlier = repository.find(owner, use.jobIds());
    if (!earlier.isEmpty() && !use.isOf(key)) {
      throw new Refusal.IdempotencyMismatch();
    }
    return earlier;
  }

  /** Heard after the commit, be it that of a transaction or that of the statement. */
  private void tell(List<JobDetails> created) {
    Set<JobType> types =
        created.stream()
            .map(JobDetails::job)
            .filter(job -> !job.runAt().isAfter(job.createdAt()))
            .map(Job::type)
            .collect(Collectors.toSet());
    if (!types.isEmpty()) {
      due.fire(new JobsDue(types));
    }
    if (created.stream().anyMatch(job -> job.job().runAt().isAfter(job.job().createdAt()))) {
      later.fire(new JobsLater());
    }
  }
}
