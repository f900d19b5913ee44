package dev.jobward.job;

import dev.jobward.platform.Database;
import dev.jobward.platform.Loop;
import dev.jobward.platform.Patience;
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
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has PostgreSQL take note at once of a table that has doubled.
 *
 * <p>PostgreSQL keeps the plans of a connection, also those of a foreign key's checks, until it
 * analyzes a table again. A plan that was made while a table was empty reads all of it, and an idle
 * queue can be given a million jobs before the next autovacuum comes, which looks once in a minute:
 * each request would read them all until then.
 */
@ApplicationScoped
class TableGrowth {

  private static final Logger LOG = Logger.getLogger(TableGrowth.class.getName());

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  /**
   * By its file, which is known at once, and by the rows that were committed: an ANALYZE while they
   * were not yet has seen pages without rows. Few are read as fast as they are looked up.
   */
  private static final String GROWN =
      """
      select c.oid::regclass::text
      from unnest(array['job', 'job_queue', 'job_attempt', 'job_file', 'idempotency_key']) as watched(name)
      join pg_class c on c.oid = watched.name::regclass
      where pg_relation_size(c.oid) / current_setting('block_size')::bigint > 2 * greatest(c.relpages, 8)
         or pg_stat_get_live_tuples(c.oid) > 2 * greatest(c.reltuples, 500)
      """;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Database database;
  private Loop looking;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected TableGrowth() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  TableGrowth(Database database) {
    this.database = database;
    this.looking =
        Loop.paced(
            "Watching the growth of tables",
            AFTER_FAILURE,
            () -> {
              lookOnce();
              return LOOK;
            });
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    looking.start(executor);
  }

  void stop(
      @Observes @Priority(Stopping.LOOPS) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    looking.stop();
  }

  void lookOnce() {
    List<String> grown = database.query(GROWN, statement -> {}, row -> row.getString(1));
    // Of a large table it takes seconds.
    Patience.ofHandler();
    try {
      grown.forEach(this::analyze);
    } finally {
      Patience.ofLoop();
    }
  }

  private void analyze(String table) {
    looking.beat();
    // Who holds it locked is most likely analyzing it.
    int unused = database.update("analyze (skip_locked) " + table, statement -> {});
    LOG.log(Level.FINE, () -> table + " has grown; the planner knows it now");
  }
}
