package dev.jobward.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final Metrics metrics = new Metrics();

  @Test
  void tellsHowOftenAndHowLong() {
    Timings timings = metrics.timings("jobward.things", "Things.", "kind");

    timings.record(Duration.ofMillis(250), "good");
    timings.record(Duration.ofMillis(500), "good");
    timings.record(Duration.ofSeconds(2), "bad");

    assertThat(lines())
        .contains(
            "jobward_things_seconds_count{kind=\"bad\"} 1",
            "jobward_things_seconds_count{kind=\"good\"} 2",
            "jobward_things_seconds_sum{kind=\"good\"} 0.75",
            "jobward_things_seconds_max{kind=\"good\"} 0.5");
  }

  @Test
  void showsACountThatHasNoLabelsBeforeItsFirstTime() {
    Counts counts = metrics.counts("jobward.losses", "Losses.");

    assertThat(lines()).contains("jobward_losses_total 0.0");
    counts.increment();
    assertThat(lines()).contains("jobward_losses_total 1.0");
  }

  @Test
  void asksForANumberWhenItIsWanted() {
    AtomicInteger open = new AtomicInteger(3);
    metrics.gauge("jobward.open", "Open ones.", open::get);
    assertThat(lines()).contains("jobward_open 3.0");

    open.set(4);

    assertThat(lines()).contains("# TYPE jobward_open gauge", "jobward_open 4.0");
  }

  @Test
  void forgetsRowsThatAreGone() {
    Map<List<String>, Double> rows = new HashMap<>(Map.of(List.of("a", "due"), 1.0));
    metrics.gauges("jobward.depth", "Depth.", List.of("type", "state"), () -> rows);
    assertThat(lines()).contains("jobward_depth{state=\"due\",type=\"a\"} 1.0");

    rows.clear();
    rows.put(List.of("b", "due"), 2.0);

    assertThat(lines())
        .contains("jobward_depth{state=\"due\",type=\"b\"} 2.0")
        .noneMatch(line -> line.contains("type=\"a\""));
  }

  @Test
  void tellsTheRestWhereSomeNumbersCannotBeHad() {
    metrics.gauges(
        "jobward.depth",
        "Depth.",
        List.of("type"),
        () -> {
          throw new IllegalStateException("the database is away, on purpose");
        });

    assertThat(lines()).anyMatch(line -> line.startsWith("jvm_threads_live "));
  }

  @Test
  void tellsOfTheJvm() {
    assertThat(lines())
        .anyMatch(line -> line.matches("jvm_memory_used_bytes\\{area=\"heap\"} [0-9.E]+"))
        .anyMatch(line -> line.matches("jvm_memory_max_bytes\\{area=\"nonheap\"} [0-9.E-]+"))
        .anyMatch(line -> line.matches("jvm_gc_collections_total\\{gc=\"[^\"]+\"} [0-9.]+"))
        .anyMatch(line -> line.startsWith("jvm_gc_collection_seconds_total{"));
  }

  @Test
  void tellsSoManyNamesApartAndNoMore() {
    FirstNames names = new FirstNames(2);

    assertThat(List.of("a", "b", "c", "a", "d", "b").stream().map(names::label))
        .containsExactly("a", "b", "(other)", "a", "(other)", "b");
  }

  private List<String> lines() {
    return metrics.text().lines().toList();
  }
}
