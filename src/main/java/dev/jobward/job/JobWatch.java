package dev.jobward.job;

import dev.jobward.platform.ArrayBinder;
import dev.jobward.platform.Columns;
import dev.jobward.platform.Database;
import dev.jobward.platform.Loop;
import dev.jobward.platform.Stopping;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Waits for changes of jobs, for any number of those who want to hear of them: none of them holds a
 * thread or a connection, and one query serves all of a node.
 *
 * <p>A change on this node is seen at once, one on another node as soon as that has told of it, and
 * any change within a second.
 */
@ApplicationScoped
public class JobWatch {

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A job that is not there any more has no row. */
  private static final String VERSIONS =
      """
      select job.id, coalesce(q.version, job.version)
      from unnest(?::uuid[]) as watched(id)
      join job on job.id = watched.id
      left join job_queue q on q.job_id = job.id
      """;

  private final Map<JobId, Set<Watching>> watched = new ConcurrentHashMap<>();
  private final Set<JobId> touched = ConcurrentHashMap.newKeySet();
  private volatile boolean anyTouched;
  private long lookedAtAll = System.nanoTime();

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Database database;
  private Jobs jobs;
  private Loop looking;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected JobWatch() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  JobWatch(Database database, Jobs jobs) {
    this.database = database;
    this.jobs = jobs;
    this.looking = new Loop("Watching jobs", LOOK, this::lookOnce);
  }

  /** Hears of one job. Called one at a time, from a thread that must not be held up. */
  public interface Watcher {

    /** The job as it is now; changes that follow closely may come as one. */
    void changed(Job job);

    /** The job was deleted. */
    void gone();
  }

  /** One watcher's interest in one job. */
  public final class Watching {

    private final JobId id;
    private final Watcher watcher;
    private int version;

    private Watching(JobId id, int version, Watcher watcher) {
      this.id = id;
      this.version = version;
      this.watcher = watcher;
    }

    /** Ends it. A call that is under way may still come. */
    public void end() {
      watched.computeIfPresent(
          id,
          (same, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    looking.start(executor);
  }

  void stop(
      @Observes @Priority(Stopping.LOOPS) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    looking.stop();
  }

  /**
   * Watches a job, until that is ended.
   *
   * @param known the version that the watcher has seen; later ones are told
   */
  public Watching watch(JobId id, int known, Watcher watcher) {
    Watching watching = new Watching(id, known, watcher);
    watched.compute(
        id,
        (same, all) -> {
          Set<Watching> watchings = all == null ? ConcurrentHashMap.newKeySet() : all;
          watchings.add(watching);
          return watchings;
        });
    // It may have changed since it was read.
    touched.add(id);
    looking.wake();
    return watching;
  }

  void jobsChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsChanged changed) {
    if (watched.isEmpty()) {
      return;
    }
    if (changed.ids().isEmpty()) {
      anyTouched = true;
      looking.wake();
    } else if (changed.ids().stream().anyMatch(watched::containsKey)) {
      touched.addAll(changed.ids());
      looking.wake();
    }
  }

  /** How many watch now. */
  int watchers() {
    return watched.values().stream().mapToInt(Set::size).sum();
  }

  /** Looks at the jobs that may have changed, and at all of them once a second. */
  void lookOnce() {
    boolean all = anyTouched || System.nanoTime() - lookedAtAll >= LOOK.toNanos();
    if (all) {
      anyTouched = false;
      lookedAtAll = System.nanoTime();
    }
    Set<JobId> ids = new HashSet<>(all ? watched.keySet() : touched);
    touched.removeAll(ids);
    ids.retainAll(watched.keySet());
    if (!ids.isEmpty()) {
      tell(ids);
    }
  }

  private void tell(Set<JobId> ids) {
    Map<JobId, Integer> versions = versions(ids);
    Set<JobId> changed =
        ids.stream()
            .filter(id -> watchings(id).stream().anyMatch(w -> isNews(versions.get(id), w)))
            .collect(Collectors.toSet());
    Map<JobId, Job> found =
        jobs.find(changed).stream().collect(Collectors.toMap(Job::id, Function.identity()));
    for (JobId id : changed) {
      Job job = found.get(id);
      for (Watching watching : watchings(id)) {
        if (job == null) {
          watching.end();
          watching.watcher.gone();
        } else if (job.version() > watching.version) {
          watching.version = job.version();
          watching.watcher.changed(job);
        }
      }
    }
  }

  private static boolean isNews(@org.jspecify.annotations.Nullable Integer version, Watching of) {
    return version == null || version > of.version;
  }

  private Set<Watching> watchings(JobId id) {
    return watched.getOrDefault(id, Set.of());
  }

  private Map<JobId, Integer> versions(Set<JobId> ids) {
    Map<JobId, Integer> versions = new HashMap<>();
    database.queryMany(
        ids.size(),
        VERSIONS,
        statement -> new ArrayBinder<>(statement, 1, List.copyOf(ids)).uuids(JobId::value),
        row -> versions.put(new JobId(Columns.uuid(row, 1)), row.getInt(2)));
    return versions;
  }
}
