package dev.jobward.execution;

import dev.jobward.job.JobType;
import dev.jobward.platform.ArrayBinder;
import dev.jobward.platform.Database;
import dev.jobward.platform.Loop;
import dev.jobward.platform.RecentlyUsed;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.platform.Stopping;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells all nodes which types this one serves, and which workers have asked it for work: one row in
 * the database, written every ten seconds and never within a claim. It is for those who watch;
 * nothing relies on it.
 */
@ApplicationScoped
class Presence {

  private static final Logger LOG = Logger.getLogger(Presence.class.getName());

  /** Who reads it takes a node for gone after three of these. */
  private static final Duration TELL = Duration.ofSeconds(10);

  /** A worker that has not asked for so long is not named any more. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  /** Pairs of a worker and a type that a node remembers: those that asked last. */
  private static final int MAX_PAIRS = 1_000;

  private static final String TELL_ALL =
      """
      with gone as (
        delete from node
        where seen_at < clock_timestamp() - interval '1 hour'
      )
      insert into node (name, seen_at, types, worker_names, worker_types)
      values (?, clock_timestamp(), ?, ?, ?)
      on conflict (name) do update
        set seen_at = excluded.seen_at, types = excluded.types, worker_names = excluded.worker_names,
            worker_types = excluded.worker_types
      """;

  private static final String LEAVE =
      """
      delete from node
      where name = ?
      """;

  private final String nodeName = "node-" + UUID.randomUUID();
  private final RecentlyUsed<Pair, Long> asked = new RecentlyUsed<>(MAX_PAIRS);

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Database database;
  private HandlerRegistry handlers;
  private Settings settings;
  private Loop telling;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Presence() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  Presence(Database database, HandlerRegistry handlers, Settings settings) {
    this.database = database;
    this.handlers = handlers;
    this.settings = settings;
    this.telling = new Loop("Telling who serves what", TELL, this::tellOnce);
  }

  private record Pair(String worker, JobType type) {}

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    telling.start(executor);
  }

  void stop(
      @Observes @Priority(Stopping.LOOPS) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    telling.stop();
    try {
      leave();
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, e, () -> "This node is named for half a minute more");
    }
  }

  /** How this node signs its attempts. */
  String nodeName() {
    return nodeName;
  }

  /** A worker wants jobs of these types from this node. */
  void asked(String worker, Collection<JobType> types) {
    long now = System.nanoTime();
    types.forEach(type -> asked.put(new Pair(worker, type), now));
  }

  void tellOnce() {
    long now = System.nanoTime();
    List<Pair> recent =
        asked.entries().entrySet().stream()
            .filter(entry -> now - entry.getValue() < RECENT.toNanos())
            .map(entry -> entry.getKey())
            .toList();
    database.update(
        TELL_ALL,
        statement -> {
          statement.setString(1, nodeName);
          new ArrayBinder<>(statement, 2, List.copyOf(served())).texts(JobType::name);
          new ArrayBinder<>(statement, 3, recent)
              .texts(Pair::worker)
              .texts(pair -> pair.type().name());
        });
  }

  void leave() {
    database.update(LEAVE, statement -> statement.setString(1, nodeName));
  }

  /** A node that runs nothing serves nothing, whatever handlers it has. */
  private Collection<JobType> served() {
    return settings.number(Setting.CONCURRENCY) == 0 ? List.of() : handlers.types();
  }
}
