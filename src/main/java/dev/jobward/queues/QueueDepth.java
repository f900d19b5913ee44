package dev.jobward.queues;

import dev.jobward.job.JobType;
import dev.jobward.platform.metrics.FirstNames;
import dev.jobward.platform.metrics.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
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

  private final ReentrantLock reading = new ReentrantLock();
  private Backlog backlog;
  private volatile Figures figures = new Figures(Map.of(), Map.of());
  private long goodUntil = System.nanoTime();

  /** By type and state, and by type, in seconds. */
  private record Figures(Map<List<String>, Double> jobs, Map<List<String>, Double> ages) {}

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected QueueDepth() {}

  @Inject
  QueueDepth(Backlog backlog) {
    this.backlog = backlog;
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
    int place = 0;
    for (Map.Entry<JobType, Backlog.Unfinished> entry : byNumber(backlog.count())) {
      String type = place++ < MOST_TYPES ? entry.getKey().name() : FirstNames.OTHER;
      Backlog.Unfinished of = entry.getValue();
      jobs.merge(List.of(type, "later"), (double) (of.waiting() - of.due()), Double::sum);
      jobs.merge(List.of(type, "due"), (double) of.due(), Double::sum);
      jobs.merge(List.of(type, "running"), (double) of.running(), Double::sum);
      double age = of.oldestDue().map(Duration::toMillis).orElse(0L) / 1000.0;
      ages.merge(List.of(type), age, Double::max);
    }
    return new Figures(Map.copyOf(jobs), Map.copyOf(ages));
  }

  /** Those with most jobs first. */
  private static List<Map.Entry<JobType, Backlog.Unfinished>> byNumber(
      Map<JobType, Backlog.Unfinished> types) {
    return types.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<JobType, Backlog.Unfinished>>comparingLong(
                    type -> -(type.getValue().waiting() + type.getValue().running()))
                .thenComparing(type -> type.getKey().name()))
        .toList();
  }
}
