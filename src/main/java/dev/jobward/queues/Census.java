package dev.jobward.queues;

import dev.jobward.job.JobType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts the queues, for all who ask within some seconds together: once in {@value #GOOD_SECONDS} s
 * on a node at most, however many ask, and never twice at once.
 *
 * <p>All unfinished jobs are read for it, each a narrow row, and the jobs that have ended since the
 * last time.
 */
@ApplicationScoped
class Census {

  static final Comparator<JobType> BY_NAME = Comparator.comparing(JobType::name);

  private static final long GOOD_SECONDS = 3;

  /** While somebody counts, the others do with the last result; its numbers may be 5 s old. */
  private static final long USABLE_SECONDS = 4;

  private final ReentrantLock counting = new ReentrantLock();
  private Backlog backlog;
  private RecentEndings endings;
  private Servers servers;
  private volatile @Nullable Result latest;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Census() {}

  @Inject
  Census(Backlog backlog, RecentEndings endings, Servers servers) {
    this.backlog = backlog;
    this.endings = endings;
    this.servers = servers;
  }

  /** What was counted, and when, by {@link System#nanoTime}. */
  record Result(
      Map<JobType, Backlog.Unfinished> unfinished,
      Map<JobType, RecentEndings.Endings> ended,
      Map<JobType, SortedSet<String>> servers,
      long at) {

    private boolean isYoungerThan(long seconds) {
      return System.nanoTime() - at < TimeUnit.SECONDS.toNanos(seconds);
    }

    /** All types that there is something to say of; the most important ones if there are more. */
    Collection<JobType> shown(int max) {
      Set<JobType> types = new HashSet<>(servers.keySet());
      types.addAll(unfinished.keySet());
      types.addAll(ended.keySet());
      if (types.size() <= max) {
        return types;
      }
      return types.stream()
          .sorted(
              Comparator.<JobType, Boolean>comparing(type -> !servers.containsKey(type))
                  .thenComparing(type -> -unfinished(type).waiting())
                  .thenComparing(BY_NAME))
          .limit(max)
          .toList();
    }

    private Backlog.Unfinished unfinished(JobType type) {
      return unfinished.getOrDefault(type, Backlog.Unfinished.NONE);
    }

    JobQueue queue(JobType type, boolean paused) {
      Backlog.Unfinished now = unfinished(type);
      RecentEndings.Endings hour = ended.getOrDefault(type, RecentEndings.Endings.NONE);
      List<String> names =
          servers.getOrDefault(type, new TreeSet<>()).stream().limit(Servers.MAX_NAMES).toList();
      return new JobQueue(
          type,
          now.waiting(),
          now.due(),
          now.running(),
          hour.completed(),
          hour.failed(),
          now.oldestDue(),
          paused,
          names);
    }
  }

  /** The numbers as they were some seconds ago at most. */
  Result take() {
    Result known = latest;
    if (known != null && known.isYoungerThan(GOOD_SECONDS)) {
      return known;
    }
    if (known != null && known.isYoungerThan(USABLE_SECONDS) && counting.isLocked()) {
      return known;
    }
    counting.lock();
    try {
      Result meanwhile = latest;
      if (meanwhile != null && meanwhile.isYoungerThan(GOOD_SECONDS)) {
        return meanwhile;
      }
      Result counted = count();
      latest = counted;
      return counted;
    } finally {
      counting.unlock();
    }
  }

  private Result count() {
    long at = System.nanoTime();
    return new Result(backlog.count(), endings.count(), servers.byType(), at);
  }
}
