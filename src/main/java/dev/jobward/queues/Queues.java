package dev.jobward.queues;

import dev.jobward.job.JobType;
import dev.jobward.job.JobsDue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an administrator can see of the queues and do to them. */
@ApplicationScoped
public class Queues {

  /**
   * How many are shown at most. Users name types as they like; those that are paused or served come
   * first, then those with the most unfinished jobs.
   */
  static final int MAX_QUEUES = 10_000;

  private Census census;
  private Pauses pauses;
  private Event<JobsDue> due;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Queues() {}

  @Inject
  Queues(Census census, Pauses pauses, Event<JobsDue> due) {
    this.census = census;
    this.pauses = pauses;
    this.due = due;
  }

  /** What a change has led to. {@code changed}: it was not so before. */
  public record Change(JobQueue queue, boolean changed) {}

  /**
   * The types with unfinished jobs, those of which jobs have ended in the last hour, those that are
   * paused and those that somebody serves, by name. The numbers are a few seconds old at most.
   */
  public List<JobQueue> all() {
    Census.Result counted = census.take();
    Set<JobType> paused = pauses.all();
    Set<JobType> types = new TreeSet<>(Census.BY_NAME);
    types.addAll(paused);
    types.addAll(counted.shown(MAX_QUEUES));
    return types.stream().map(type -> counted.queue(type, paused.contains(type))).toList();
  }

  /**
   * Lets no attempt of this type begin, on any node. Those that run go on.
   *
   * @return the queue; of a type that nobody has used yet, an empty one
   */
  @Transactional
  public Change pause(JobType type) {
    // First: the change is not to wait for a count.
    Census.Result counted = census.take();
    boolean changed = pauses.add(type);
    return new Change(counted.queue(type, true), changed);
  }

  /** Ends a pause, and tells whoever waits for jobs of this type. */
  @Transactional
  public Change resume(JobType type) {
    Census.Result counted = census.take();
    boolean changed = pauses.remove(type);
    // Again even where nothing changes: it costs nothing, and the last word may have been lost.
    due.fire(new JobsDue(Set.of(type)));
    return new Change(counted.queue(type, false), changed);
  }
}
