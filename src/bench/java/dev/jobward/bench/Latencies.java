package dev.jobward.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** How soon things happen, in milliseconds; one job at a time. */
final class Latencies {

  private static final Clock CLOCK = Clock.systemUTC();

  private final Cluster cluster;

  Latencies(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * From before the request to the handler's start, and from the answer to it.
   *
   * @param fromRequest as the peers are measured, from before they are asked
   * @param fromAnswer negative where the handler was quicker than the answer
   */
  record Starts(List<Double> fromRequest, List<Double> fromAnswer) {}

  Starts starts(int jobs) throws IOException {
    return starts(jobs, () -> {});
  }

  /**
   * @param whenAsked is run after the last request, before the queue has to become empty
   */
  private Starts starts(int jobs, Runnable whenAsked) throws IOException {
    Map<String, long[]> asked = new LinkedHashMap<>();
    byte[] request =
        Connection.request(
            "POST", "/v1/jobs", cluster.token("bench-1", "user"), "", Cluster.body(Cluster.TYPE));
    cluster.remember();
    try (Connection connection = new Connection(cluster.ports().get(0))) {
      for (int i = 0; i < jobs; i++) {
        pause();
        long before = micros();
        Connection.Answer answer = connection.send(request).require(201);
        asked.put(answer.member("jobId"), new long[] {before, micros()});
      }
    }
    whenAsked.run();
    awaitQuiet();
    Map<String, Long> starts = cluster.starts();
    List<Double> fromRequest = new ArrayList<>();
    List<Double> fromAnswer = new ArrayList<>();
    asked.forEach(
        (id, times) -> {
          long start = starts.getOrDefault(id, Long.MAX_VALUE);
          fromRequest.add((start - times[0]) / 1e3);
          fromAnswer.add((start - times[1]) / 1e3);
        });
    return new Starts(fromRequest, fromAnswer);
  }

  /** From a worker's word that a job is done to the answer of a client that waits for it. */
  List<Double> waits(int jobs) throws IOException {
    List<Double> waits = new ArrayList<>();
    String user = cluster.token("bench-1", "user");
    byte[] create = Connection.request("POST", "/v1/jobs", user, "", Cluster.body("bench.waited"));
    int last = cluster.ports().size() - 1;
    try (Connection creator = new Connection(cluster.ports().get(0));
        Connection waiter = new Connection(cluster.ports().get(0));
        HttpWorker worker =
            new HttpWorker(
                cluster.ports().get(last), cluster.token("w", "worker"), "bench.waited")) {
      for (int i = 0; i < jobs; i++) {
        String id = creator.send(create).require(201).member("jobId");
        CompletableFuture<Long> answered =
            CompletableFuture.supplyAsync(() -> await(waiter, user, id));
        List<HttpWorker.Held> held = worker.claim(1);
        pause();
        long said = System.nanoTime();
        worker.complete(held);
        waits.add((answered.join() - said) / 1e6);
      }
    }
    return waits;
  }

  private static long await(Connection waiter, String token, String id) {
    try {
      byte[] wait =
          Connection.request("GET", "/v1/jobs/" + id, token, "Prefer: wait=20\r\n", new byte[0]);
      String status = waiter.send(wait).require(200).member("status");
      if (!status.equals("COMPLETED")) {
        throw new IllegalStateException("waited in vain: " + status);
      }
      return System.nanoTime();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Measures while so many other jobs a second are created. */
  Starts startsBeside(double perSecond, int jobs) throws IOException {
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Void> others =
        CompletableFuture.runAsync(
            () -> {
              try {
                create(perSecond, ended);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    Runnable stop =
        () -> {
          ended.set(true);
          others.join();
        };
    try {
      return starts(jobs, stop);
    } finally {
      stop.run();
    }
  }

  /** In bursts of a hundredth of a second, over one connection, in batches. */
  private void create(double perSecond, AtomicBoolean ended) throws IOException {
    int size = Math.max(1, (int) (perSecond / 100));
    byte[] request = cluster.batch(Cluster.TYPE, Math.min(size, 1000));
    long next = System.nanoTime();
    try (Connection connection = new Connection(cluster.ports().get(0))) {
      while (!ended.get()) {
        Connection.Answer unused = connection.send(request).require(201);
        next += 10_000_000;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private void awaitQuiet() {
    try {
      double unused = cluster.awaitDrained(Cluster.TYPE);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(RandomGenerator.getDefault().nextLong(5_000_000, 30_000_000));
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, CLOCK.instant());
  }
}
