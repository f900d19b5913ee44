package dev.jobward.dev.crash;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that create jobs steadily, and write down what was accepted. A creation whose answer did
 * not come is sent again with its key, to whichever server answers.
 */
final class Load implements AutoCloseable {

  private static final int CLIENTS = 4;
  private static final int PAUSE_MILLIS = 120;

  /** 0 is no answer: the server has crashed, or not come back yet. */
  private static final Set<Integer> EXPECTED = Set.of(0, 201, 503);

  private final Http http;
  private final String targetUrl;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> surprises = new ConcurrentHashMap<>();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final CountDownLatch stopped = new CountDownLatch(1);

  Load(Http http, String targetUrl) {
    this.http = http;
    this.targetUrl = targetUrl;
  }

  void start() {
    for (int i = 0; i < CLIENTS; i++) {
      clients.execute(this::create);
    }
  }

  private void create() {
    try {
      while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        createOne(numbers.incrementAndGet());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Goes on until it is accepted, also after the end: an answer is owed for each. */
  private void createOne(int number) throws InterruptedException {
    for (int i = 0; ; i++) {
      Http.Answer answer =
          http.post("/v1/jobs", body(number), "Idempotency-Key", "crash-" + number);
      if (!EXPECTED.contains(answer.status())) {
        surprises.merge(answer.status() + " " + answer.body(), 1, Integer::sum);
      }
      if (answer.status() == 201) {
        accepted.add(answer.member("jobId").orElseThrow());
        return;
      }
      repeated.incrementAndGet();
      boolean unused =
          new CountDownLatch(1).await(Math.min(2_000, 100L << i), TimeUnit.MILLISECONDS);
    }
  }

  /** A third each for handlers that are quick, handlers that are slow, and workers. */
  private String body(int number) {
    return switch (number % 3) {
      case 0 -> job("echo", "{\"n\":" + number + "}");
      case 1 -> job("http.request", "{\"method\":\"POST\",\"url\":\"" + targetUrl + "\"}");
      default -> job(CrashWorker.TYPE, "{\"n\":" + number + "}");
    };
  }

  private static String job(String type, String payload) {
    return "{\"jobType\":\"%s\",\"payload\":%s,\"maxAttempts\":100}".formatted(type, payload);
  }

  /** How many were accepted by now. */
  int count() {
    return accepted.size();
  }

  /** The ids of all that were accepted. */
  List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** How many requests had to be sent again. */
  int repeated() {
    return repeated.get();
  }

  /** What the servers should not have answered, and how often. */
  Map<String, Integer> surprises() {
    return Map.copyOf(surprises);
  }

  /** No new jobs; those that are on their way are seen to their end. */
  @Override
  public void close() {
    stopped.countDown();
    clients.shutdown();
    try {
      if (!clients.awaitTermination(1, TimeUnit.MINUTES)) {
        clients.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
