package dev.jobward.platform.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * All metrics of this node. Names are given in words with dots between them ({@code
 * jobward.http.requests}); in the text they get Prometheus' form.
 *
 * <p>Labels have few values: never an id, a user, or anything else that grows with use.
 */
@ApplicationScoped
public class Metrics {

  /** What {@link #text()} is. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Logger LOG = Logger.getLogger(Metrics.class.getName());

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<Runnable> beforeText = new CopyOnWriteArrayList<>();

  /** With those of the JVM. */
  @Inject
  public Metrics() {
    Jvm.register(registry);
  }

  /** All metrics as they are now, as Prometheus reads them. */
  public String text() {
    beforeText.forEach(Metrics::run);
    return registry.scrape(CONTENT_TYPE);
  }

  private static void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      // The others are wanted all the more.
      LOG.log(Level.FINE, "Some metrics are missing", e);
    }
  }

  /** How often something happens, for each combination of these labels' values. */
  public Counts counts(String name, String help, String... labels) {
    return new Counts(registry, name, help, labels);
  }

  /** How long something takes, for each combination of these labels' values. */
  public Timings timings(String name, String help, String... labels) {
    return new Timings(registry, name, help, labels);
  }

  /** A number as it is; asked for with each {@link #text()}. */
  public void gauge(String name, String help, Supplier<? extends Number> value) {
    Gauge.builder(name, value::get).description(help).register(registry);
  }

  /**
   * Numbers for a changing set of labels' values. {@code rows} is asked for with each {@link
   * #text()}.
   *
   * @param labels one or more
   */
  public void gauges(
      String name, String help, List<String> labels, Supplier<Map<List<String>, Double>> rows) {
    MultiGauge gauge = MultiGauge.builder(name).description(help).register(registry);
    beforeText.add(() -> gauge.register(rows(labels, rows.get()), true));
  }

  private static List<MultiGauge.Row<?>> rows(
      List<String> labels, Map<List<String>, Double> values) {
    return values.entrySet().stream()
        .<MultiGauge.Row<?>>map(
            row -> MultiGauge.Row.of(tags(labels, row.getKey()), row.getValue()))
        .toList();
  }

  static Tags tags(List<String> labels, List<String> values) {
    Tags tags = Tags.empty();
    for (int i = 0; i < labels.size(); i++) {
      tags = tags.and(labels.get(i), values.get(i));
    }
    return tags;
  }
}
