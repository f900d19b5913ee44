package dev.jobward.platform;

import dev.jobward.platform.metrics.Counts;
import dev.jobward.platform.metrics.Metrics;
import dev.jobward.platform.metrics.Timings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections that the application has, and how long it waits for each: of a server's
 * pool no portable interface tells that.
 */
final class ConnectionUse {

  private final AtomicInteger inUse = new AtomicInteger();
  private final Timings waits;
  private final Counts failures;

  ConnectionUse(Metrics metrics) {
    waits =
        metrics.timings(
            "jobward.connections.wait", "Time to get a connection of the database from the pool.");
    failures =
        metrics.counts(
            "jobward.connections.failures", "Connections of the database that were not to be had.");
    metrics.gauge(
        "jobward.connections.in.use",
        "Connections of the database that statements have now.",
        inUse::get);
  }

  /** Gives a connection, or null where there is none to get. */
  @FunctionalInterface
  interface Source<T extends @Nullable Object> {
    T get() throws SQLException;
  }

  /** Takes a connection; {@link #ended} has to follow, unless this throws. */
  <T extends @Nullable Object> T begin(Source<T> source) throws SQLException {
    long start = System.nanoTime();
    try {
      T connection = source.get();
      waits.record(Duration.ofNanos(System.nanoTime() - start));
      int unused = inUse.incrementAndGet();
      return connection;
    } catch (SQLException | RuntimeException e) {
      failures.increment();
      throw e;
    }
  }

  void ended() {
    int unused = inUse.decrementAndGet();
  }
}
