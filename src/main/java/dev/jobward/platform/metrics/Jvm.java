package dev.jobward.platform.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/**
 * What the JVM says of itself. Not with Micrometer's own classes, which want a module that one of
 * the servers keeps from applications.
 */
final class Jvm {

  private static final String BYTES = "bytes";

  private Jvm() {}

  static void register(MeterRegistry registry) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory(registry, "heap", memory::getHeapMemoryUsage);
    memory(registry, "nonheap", memory::getNonHeapMemoryUsage);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Gauge.builder("jvm.threads.live", threads, ThreadMXBean::getThreadCount)
        .description("Threads that are alive, the daemons among them.")
        .register(registry);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      FunctionCounter.builder(
              "jvm.gc.collections", collector, GarbageCollectorMXBean::getCollectionCount)
          .description("Garbage collections.")
          .tag("gc", collector.getName())
          .register(registry);
      FunctionCounter.builder(
              "jvm.gc.collection.seconds", collector, gc -> gc.getCollectionTime() / 1000.0)
          .description("Time spent on garbage collections.")
          .tag("gc", collector.getName())
          .register(registry);
    }
  }

  private static void memory(MeterRegistry registry, String area, Supplier<MemoryUsage> usage) {
    Gauge.builder("jvm.memory.used", () -> usage.get().getUsed())
        .description("Memory in use.")
        .baseUnit(BYTES)
        .tag("area", area)
        .register(registry);
    Gauge.builder("jvm.memory.max", () -> usage.get().getMax())
        .description("Memory that may be used; -1 without a bound.")
        .baseUnit(BYTES)
        .tag("area", area)
        .register(registry);
  }
}
