package dev.jobward.bench;

import dev.jobward.bench.peers.Peer;
import dev.jobward.dev.ServerKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What one round measures, one part after the other; within a part, one subject after the other. In
 * a round that does not count, latencies are left out.
 */
final class Parts {

  static final String ENQUEUE = "Enqueue, jobs/s";
  static final String DRAIN = "Drain, jobs/s";
  static final String DRAIN_MANY = "Drain of 100,000, jobs/s";
  static final String DRAIN_NEW = "Drain after a bulk load without ANALYZE, jobs/s";
  static final String START_50 = "Idle, from the request to the handler's start, median, ms";
  static final String START_99 =
      "Idle, from the request to the handler's start, 99th percentile, ms";
  static final String ANSWER_50 = "Idle, from the 201 to the handler's start, median, ms";
  static final String ANSWER_99 = "Idle, from the 201 to the handler's start, 99th percentile, ms";
  static final String BUSY_50 = "At half load, from the request to the handler's start, median, ms";
  static final String BUSY_99 =
      "At half load, from the request to the handler's start, 99th percentile, ms";
  static final String WAIT_50 = "From completion to the client that waits, median, ms";
  static final String WAIT_99 = "From completion to the client that waits, 99th percentile, ms";
  static final String HTTP = "Requests/s at 32 connections";
  static final String WORKERS = "HTTP workers, jobs/s";

  /** The slow ones get fewer jobs: what they are measured by is a rate. */
  private static final Map<String, Integer> FEWER = Map.of("quartz", 10, "jobrunr", 2);

  private static final int WARM = 4_000;

  private final Options options;
  private final Subjects subjects;
  private final Samples samples;

  Parts(Options options, Subjects subjects, Samples samples) {
    this.options = options;
    this.subjects = subjects;
    this.samples = samples;
  }

  static String jobward(ServerKind kind) {
    return "Jobward, " + kind.title();
  }

  /**
   * Requests of every kind, as many to Jobward as to the service written by hand: application
   * servers are as fast as they will be only after some hundred thousand of them.
   */
  void warmUp() throws Exception {
    for (Map.Entry<ServerKind, Cluster> entry : subjects.clusters().entrySet()) {
      Cluster cluster = entry.getValue();
      Node byHand = subjects.byHand(entry.getKey());
      String token = cluster.token("bench-1", "user");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.quick() ? 15 : 60);
      while (System.nanoTime() < end) {
        cluster.empty();
        subjects.emptyByHand();
        double unused =
            cluster.post(WARM, 32)
                + cluster.get("/v1/jobs?limit=50", WARM, 32)
                + get(byHand, "/v1/hello/token", token, WARM)
                + postByHand(entry, WARM)
                + cluster.enqueueInProcess(WARM, 64)
                + cluster.drain(WARM, true);
      }
      cluster.empty();
    }
  }

  void round(boolean counts) throws Exception {
    // Where it has to be quick, the servers are as warm as they will be; the other libraries are
    // not.
    boolean peersAlone = options.quick() && !counts;
    if (options.parts().contains("enqueue")) {
      enqueuePeers();
      if (!peersAlone) {
        enqueue();
      }
    }
    if (options.parts().contains("drain")) {
      drainPeers();
      if (!peersAlone) {
        drain();
      }
    }
    if (peersAlone) {
      return;
    }
    if (counts && options.parts().contains("latency")) {
      latency();
    }
    if (options.parts().contains("http")) {
      http();
    }
    if (options.parts().contains("workers")) {
      for (Map.Entry<ServerKind, Cluster> cluster : subjects.clusters().entrySet()) {
        cluster.getValue().empty();
        samples.add(
            WORKERS,
            jobward(cluster.getKey()) + ", 4 workers, by 100",
            cluster.getValue().work(options.jobs(20_000), 4));
      }
    }
  }

  private void enqueuePeers() throws Exception {
    int jobs = options.jobs(20_000);
    samples.add(
        ENQUEUE,
        "single-row inserts, 8 clients (yardstick)",
        subjects.yardstick().singleInserts(jobs, 8));
    for (Map.Entry<String, Peer> peer : subjects.peers().entrySet()) {
      samples.add(
          ENQUEUE,
          peer.getValue().name() + ", 8 clients",
          peer.getValue().enqueue(few(peer, jobs), 8));
    }
  }

  private void enqueue() throws Exception {
    int jobs = options.jobs(20_000);
    for (Map.Entry<ServerKind, Cluster> entry : subjects.clusters().entrySet()) {
      Cluster cluster = entry.getValue();
      String name = jobward(entry.getKey());
      cluster.empty();
      samples.add(
          ENQUEUE, name + ", in process, 64 callers", cluster.enqueueInProcess(jobs * 2, 64));
      samples.add(ENQUEUE, name + ", POST, 32 connections", cluster.post(jobs, 32));
      samples.add(ENQUEUE, name + ", batches of 500", cluster.postBatches(jobs / 250, 500, 4));
      subjects.emptyByHand();
      samples.add(
          ENQUEUE, byHand(entry.getKey()) + ", POST, 32 connections", postByHand(entry, jobs));
      cluster.empty();
    }
  }

  static String byHand(ServerKind kind) {
    return "by hand, " + kind.title();
  }

  private double postByHand(Map.Entry<ServerKind, Cluster> entry, int jobs)
      throws IOException, InterruptedException {
    byte[] request =
        Connection.request(
            "POST",
            "/v1/jobs",
            entry.getValue().token("bench-1", "user"),
            "",
            Cluster.body("bench.kept"));
    return Clients.perSecond(
        List.of(subjects.byHand(entry.getKey()).port()), 32, jobs, 201, i -> request);
  }

  private void drainPeers() throws Exception {
    for (Map.Entry<String, Peer> peer : subjects.peers().entrySet()) {
      String name = peer.getValue().name();
      samples.add(DRAIN, name, peer.getValue().drain(few(peer, options.jobs(20_000))));
      if (!options.quick() && peer.getKey().equals("graphile-worker")) {
        samples.add(DRAIN_MANY, name, peer.getValue().drain(100_000));
      }
    }
  }

  private void drain() throws Exception {
    for (Map.Entry<ServerKind, Cluster> entry : subjects.clusters().entrySet()) {
      drain(entry.getValue(), jobward(entry.getKey()));
    }
  }

  void drain(Cluster cluster, String name) throws Exception {
    int jobs = options.jobs(20_000);
    cluster.empty();
    samples.add(DRAIN, name, cluster.drain(jobs, true));
    cluster.empty();
    samples.add(DRAIN_NEW, name, cluster.drain(jobs, false));
    if (!options.quick()) {
      cluster.empty();
      samples.add(DRAIN_MANY, name, cluster.drain(100_000, true));
    }
    cluster.empty();
  }

  private void latency() throws Exception {
    int jobs = options.quick() ? 50 : 400;
    for (Map.Entry<String, Peer> peer : subjects.peers().entrySet()) {
      // Who polls takes seconds for each.
      int some = FEWER.containsKey(peer.getKey()) ? Math.max(3, jobs / 40) : jobs;
      List<Double> millis = peer.getValue().latencies(some);
      samples.add(START_50, peer.getValue().name(), Samples.percentile(millis, 50));
      samples.add(START_99, peer.getValue().name(), Samples.percentile(millis, 99));
    }
    for (Map.Entry<ServerKind, Cluster> entry : subjects.clusters().entrySet()) {
      latency(entry.getValue(), jobward(entry.getKey()), jobs);
    }
  }

  void latency(Cluster cluster, String name, int jobs) throws Exception {
    cluster.empty();
    Latencies latencies = new Latencies(cluster);
    Latencies.Starts starts = latencies.starts(jobs);
    samples.add(START_50, name, Samples.percentile(starts.fromRequest(), 50));
    samples.add(START_99, name, Samples.percentile(starts.fromRequest(), 99));
    samples.add(ANSWER_50, name, Samples.percentile(starts.fromAnswer(), 50));
    samples.add(ANSWER_99, name, Samples.percentile(starts.fromAnswer(), 99));
    Optional<Double> speed = samples.median(DRAIN, name);
    if (speed.isPresent()) {
      Latencies.Starts busy = latencies.startsBeside(speed.get() / 2, jobs);
      samples.add(BUSY_50, name, Samples.percentile(busy.fromRequest(), 50));
      samples.add(BUSY_99, name, Samples.percentile(busy.fromRequest(), 99));
    }
    List<Double> waits = latencies.waits(jobs / 2);
    samples.add(WAIT_50, name, Samples.percentile(waits, 50));
    samples.add(WAIT_99, name, Samples.percentile(waits, 99));
    cluster.empty();
  }

  private void http() throws Exception {
    int requests = options.jobs(20_000);
    for (Map.Entry<ServerKind, Cluster> entry : subjects.clusters().entrySet()) {
      Cluster cluster = entry.getValue();
      Node byHand = subjects.byHand(entry.getKey());
      String token = cluster.token("bench-1", "user");
      samples.add(HTTP, byHand(entry.getKey()) + ", hello", get(byHand, "/v1/hello", "", requests));
      samples.add(
          HTTP,
          byHand(entry.getKey()) + ", hello with token",
          get(byHand, "/v1/hello/token", token, requests));
      cluster.empty();
      String id;
      try (Connection connection = new Connection(cluster.ports().get(0))) {
        Connection.Answer unused = connection.send(cluster.batch("bench.kept", 100)).require(201);
        id =
            connection
                .send(Connection.request("POST", "/v1/jobs", token, "", Cluster.body("bench.kept")))
                .require(201)
                .member("jobId");
      }
      String name = jobward(entry.getKey());
      samples.add(HTTP, name + ", GET of a job", cluster.get("/v1/jobs/" + id, requests, 32));
      samples.add(HTTP, name + ", page of 50", cluster.get("/v1/jobs?limit=50", requests / 2, 32));
      cluster.empty();
    }
  }

  private static double get(Node node, String path, String token, int count)
      throws IOException, InterruptedException {
    byte[] request = Connection.request("GET", path, token, "", new byte[0]);
    return Clients.perSecond(List.of(node.port()), 32, count, 200, i -> request);
  }

  private static int few(Map.Entry<String, Peer> peer, int jobs) {
    return jobs / FEWER.getOrDefault(peer.getKey(), 1);
  }
}
