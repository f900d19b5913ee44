package dev.jobward.execution;

import dev.jobward.platform.Database;
import dev.jobward.platform.metrics.FirstNames;
import dev.jobward.platform.metrics.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many jobs wait and run, and for how long the oldest has waited, for each type. Every node
 * tells the same, as they share the queue.
 */
@ApplicationScoped
class QueueDepth {

  /** How many types are told apart, those with most jobs; the rest are one. */
  private static final int MOST_TYPES = 100;

  /** Figures are good for so long. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  /**
   * And for so many times as long as it took to get them: a long queue is not read all the time.
   */
  private static final int TIMES = 20;

  /** Reads the whole queue, whose rows are narrow. */
  private static final String COUNT =
      """
      with types as (
        select q.job_type,
               count(*) filter (where q.started_at is null and not q.due) as later,
               count(*) filter (where q.started_at is null and q.due) as due,
               count(*) filter (where q.started_at is not null) as running,
               extract(epoch from clock_timestamp() - min(q.run_at) filter (where q.started_at is null and q.due)) as age,
               row_number() over (order by count(*) desc, q.job_type) as place
        from job_queue q
        group by q.job_type
      )
      select case when place <= ? then job_type else ? end,
             sum(later)::bigint, sum(due)::bigint, sum(running)::bigint, coalesce(max(age), 0)::float8
      from types
      group by 1
      """;

  private final ReentrantLock reading = new ReentrantLock();
  private Database database;
  private volatile Figures figures = new Figures(Map.of(), Map.of());
  private long goodUntil = System.nanoTime();

  /** By type and state, and by type, in seconds. */
  private record Figures(Map<List<String>, Double> jobs, Map<List<String>, Double> ages) {}

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected QueueDepth() {}

  @Inject
  QueueDepth(Database database) {
    this.database = database;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application, Metrics metrics) {
    metrics.gauges(
        "jobward.queue.jobs",
        "Unfinished jobs: for later, due, or running.",
        List.of("type", "state"),
        () -> fresh().jobs());
    metrics.gauges(
        "jobward.queue.oldest.due.seconds",
        "For how long the oldest due job has been due; 0 without one.",
        List.of("type"),
        () -> fresh().ages());
  }

  /** One thread reads; the others meanwhile get what there was. */
  private Figures fresh() {
    if (reading.tryLock()) {
      try {
        long start = System.nanoTime();
        if (start - goodUntil >= 0) {
          // While the database is away there are none, rather than old ones.
          figures = new Figures(Map.of(), Map.of());
          goodUntil = start + FRESH.toNanos();
          figures = read();
          long now = System.nanoTime();
          goodUntil = now + Math.max(FRESH.toNanos(), (now - start) * TIMES);
        }
      } finally {
        reading.unlock();
      }
    }
    return figures;
  }

  private Figures read() {
    Map<List<String>, Double> jobs = new HashMap<>();
    Map<List<String>, Double> ages = new HashMap<>();
    List<Boolean> unused =
        database.query(
            COUNT,
            statement -> {
              statement.setInt(1, MOST_TYPES);
              statement.setString(2, FirstNames.OTHER);
            },
            row -> {
              String type = row.getString(1);
              jobs.put(List.of(type, "later"), row.getDouble(2));
              jobs.put(List.of(type, "due"), row.getDouble(3));
              jobs.put(List.of(type, "running"), row.getDouble(4));
              ages.put(List.of(type), row.getDouble(5));
              return true;
            });
    return new Figures(Map.copyOf(jobs), Map.copyOf(ages));
  }
}
