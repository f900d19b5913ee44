package dev.jobward.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What is the same for all peers in Java: how work comes to them. */
final class Load {

  /** About 200 bytes. */
  static final String PAYLOAD =
      """
      {"customer":"8f14e45f-ceea-467a-9575-0c1d2b3a4f5e","template":"order-confirmation",\
      "language":"en-GB","to":"somebody@example.com","subject":"Your order has been shipped",\
      "order":4711,"priority":"normal"}\
      """;

  private static final long PATIENCE_SECONDS = 120;

  private Load() {}

  /** One step of a client, such as a single enqueue. */
  interface Step {
    void run() throws Exception;
  }

  /**
   * Lets so many threads do the steps.
   *
   * @return steps/s
   */
  static double perSecond(int steps, int clients, Step step) throws Exception {
    AtomicInteger left = new AtomicInteger(steps);
    Callable<Boolean> client =
        () -> {
          while (left.getAndDecrement() > 0) {
            step.run();
          }
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<Boolean>> running = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(client));
      }
      for (Future<Boolean> each : running) {
        each.get();
      }
      return rate(steps, start);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Items/s since a moment of {@link System#nanoTime}. */
  static double rate(int items, long start) {
    return items * 1e9 / (System.nanoTime() - start);
  }

  /**
   * Enqueues one job, waits for its start, pauses, and so on.
   *
   * @param starts where the handler puts {@link System#nanoTime} first of all
   * @param longestPause in milliseconds
   */
  static List<Double> latencies(
      int jobs, int longestPause, BlockingQueue<Long> starts, Step enqueue) throws Exception {
    List<Double> latencies = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      LockSupport.parkNanos(
          TimeUnit.MICROSECONDS.toNanos(
              ThreadLocalRandom.current().nextLong(5_000, longestPause * 1_000L)));
      long before = System.nanoTime();
      enqueue.run();
      Long started = starts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (started == null) {
        throw new TimeoutException("A job has not started");
      }
      latencies.add((started - before) / 1e6);
    }
    return latencies;
  }
}
