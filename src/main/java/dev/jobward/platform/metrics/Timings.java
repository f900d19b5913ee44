package dev.jobward.platform.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long something took, for each combination of its labels' values. */
public final class Timings {

  /** The registry's own look-up makes and compares lists of tags each time. */
  private final Map<List<String>, Timer> timers = new ConcurrentHashMap<>();

  private final MeterRegistry registry;
  private final String name;
  private final String help;
  private final List<String> labels;

  Timings(MeterRegistry registry, String name, String help, String... labels) {
    this.registry = registry;
    this.name = name;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** Once more, so long. As many values as there are labels. */
  public void record(Duration time, String... values) {
    timers.computeIfAbsent(List.of(values), this::timer).record(time);
  }

  private Timer timer(List<String> values) {
    return Timer.builder(name)
        .description(help)
        .tags(Metrics.tags(labels, values))
        .register(registry);
  }
}
