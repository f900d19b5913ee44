package dev.jobward.platform.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often something happened, for each combination of its labels' values. */
public final class Counts {

  private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final String name;
  private final String help;
  private final List<String> labels;

  Counts(MeterRegistry registry, String name, String help, String... labels) {
    this.registry = registry;
    this.name = name;
    this.help = help;
    this.labels = List.of(labels);
    if (labels.length == 0) {
      // Seen from the start, so that a first time is a change.
      Counter unused = counter(List.of());
    }
  }

  /** Once more. As many values as there are labels. */
  public void increment(String... values) {
    counter(List.of(values)).increment();
  }

  private Counter counter(List<String> values) {
    return counters.computeIfAbsent(
        values,
        tags ->
            Counter.builder(name)
                .description(help)
                .tags(Metrics.tags(labels, tags))
                .register(registry));
  }
}
