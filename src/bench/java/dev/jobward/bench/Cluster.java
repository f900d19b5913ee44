package dev.jobward.bench;

import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.ServerKind;
import dev.jobward.dev.Token;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Jobward on one server or several, with a database of its own. */
final class Cluster implements AutoCloseable {

  /** What its own handler serves. */
  static final String TYPE = "bench.noop";

  /** What workers ask for. */
  static final String WORK = "bench.work";

  /** 200 bytes, as the peers' jobs have. */
  static final String PAYLOAD = "{\"text\":\"" + "x".repeat(189) + "\"}";

  private static final String LOAD =
      """
      with loaded as (
        insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds,
                         created_at, updated_at, run_at)
        select new_job_id(at), 'bench-' || nr %% 10, '%s', '%s', 3, 0, 3600, at, at, at
        from (select nr, clock_timestamp() as at from generate_series(1, %d) as nr offset 0) as now
        returning id, owner, job_type, priority, run_at, timeout_seconds, max_attempts
      )
      insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts)
      select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts
      from loaded
      """;

  private final Database database;
  private final List<Node> nodes;
  private final DevelopmentKey key;

  private Cluster(Database database, List<Node> nodes, DevelopmentKey key) {
    this.database = database;
    this.nodes = nodes;
    this.key = key;
  }

  static Cluster start(
      ServerKind kind, int count, Path war, Path folder, Database database, DevelopmentKey key) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      nodes.add(Node.start(kind, war, folder.resolve("node-" + i), database, key, "512m"));
      // One after the other: the first makes the tables.
      nodes.get(i - 1).awaitJobward();
    }
    return new Cluster(database, nodes, key);
  }

  Database database() {
    return database;
  }

  long pid() {
    return nodes.get(0).pid();
  }

  List<Integer> ports() {
    return nodes.stream().map(Node::port).toList();
  }

  String token(String subject, String... groups) {
    return Token.forSubject(subject).groups(groups).expiresIn(86_400).sign(key);
  }

  /** Jobs a second, each by a call of its own, in the server and without HTTP. */
  double enqueueInProcess(int jobs, int callers) throws IOException {
    String query =
        "/bench/enqueue?type=bench.kept&jobs=%d&callers=%d&payload=%s"
            .formatted(jobs, callers, URLEncoder.encode(PAYLOAD, StandardCharsets.UTF_8));
    try (Connection connection = new Connection(ports().get(0))) {
      String nanos =
          connection
              .send(Connection.request("POST", query, "", "", new byte[0]))
              .require(200)
              .text();
      return jobs * 1e9 / Long.parseLong(nanos.strip());
    }
  }

  /** Jobs a second over HTTP, each by a request of its own, of ten users. */
  double post(int jobs, int connections) throws IOException, InterruptedException {
    List<byte[]> requests = new ArrayList<>();
    byte[] body = body("bench.kept");
    for (int i = 0; i < 10; i++) {
      requests.add(Connection.request("POST", "/v1/jobs", token("bench-" + i, "user"), "", body));
    }
    return Clients.perSecond(ports(), connections, jobs, 201, i -> requests.get(i % 10));
  }

  /** Jobs a second over HTTP in batches. */
  double postBatches(int batches, int size, int connections)
      throws IOException, InterruptedException {
    byte[] request = batch("bench.kept", size);
    return size * Clients.perSecond(ports(), connections, batches, 201, i -> request);
  }

  /** A request for so many jobs of this type. */
  byte[] batch(String type, int size) {
    String job = new String(body(type), StandardCharsets.UTF_8);
    String all = "{\"jobs\":[" + (job + ",").repeat(size - 1) + job + "]}";
    return Connection.request(
        "POST",
        "/v1/jobs/batch",
        token("bench-1", "user"),
        "",
        all.getBytes(StandardCharsets.UTF_8));
  }

  /** Jobs a second that workers over HTTP run, so many of them. */
  double work(int jobs, int workers) throws IOException, SQLException, InterruptedException {
    load(WORK, jobs);
    analyze();
    double start = now();
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        HttpWorker worker =
            new HttpWorker(ports().get(i % nodes.size()), token("bench-worker", "worker"), WORK);
        done.add(
            threads.submit(
                () -> {
                  try (worker) {
                    worker.workAll();
                  }
                  return null;
                }));
      }
      for (Future<?> worker : done) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return jobs / (awaitDrained(WORK) - start);
  }

  /** GETs a second, of one job again and again or of a page. */
  double get(String path, int count, int connections) throws IOException, InterruptedException {
    byte[] request = Connection.request("GET", path, token("bench-1", "user"), "", new byte[0]);
    return Clients.perSecond(ports(), connections, count, 200, i -> request);
  }

  /** No jobs any more, and statistics that say so. */
  void empty() throws SQLException {
    database.execute(
        // In the order in which the servers take them.
        "begin; lock job_queue, job; truncate job cascade; commit",
        "vacuum analyze job",
        "vacuum analyze job_queue");
  }

  /** Jobs that wait; nothing is known of them by the planner yet. */
  void load(String type, int jobs) throws SQLException {
    database.execute(LOAD.formatted(type, PAYLOAD, jobs));
  }

  void analyze() throws SQLException {
    database.execute("analyze job", "analyze job_queue");
  }

  /** Jobs a second that handlers run, from the moment when they may begin to the last end. */
  double drain(int jobs, boolean analyzed) throws IOException, SQLException, InterruptedException {
    if (!analyzed) {
      trickle();
    }
    admin("pause");
    load(TYPE, jobs);
    if (analyzed) {
      analyze();
    }
    // What was loaded is on the disk before the clock starts, for everybody.
    double start = now();
    admin("resume");
    return jobs / (awaitDrained(TYPE) - start);
  }

  /** Some jobs one by one, so that plans are kept that were made while there were none. */
  private void trickle() throws IOException, SQLException, InterruptedException {
    byte[] request =
        Connection.request("POST", "/v1/jobs", token("bench-1", "user"), "", body(TYPE));
    try (Connection connection = new Connection(ports().get(0))) {
      for (int i = 0; i < 200; i++) {
        Connection.Answer unused = connection.send(request).require(201);
      }
    }
    double unused = awaitDrained(TYPE);
  }

  double now() throws SQLException {
    return database.number("select extract(epoch from clock_timestamp())");
  }

  /** When the last of these jobs ended, in seconds. */
  double awaitDrained(String type) throws SQLException, InterruptedException {
    CountDownLatch pause = new CountDownLatch(1);
    try (java.sql.Connection connection = database.connect();
        java.sql.PreparedStatement left =
            connection.prepareStatement(
                "select exists (select from job_queue where job_type = ?)")) {
      left.setString(1, type);
      boolean waiting = true;
      while (waiting) {
        boolean unused = pause.await(100, TimeUnit.MILLISECONDS);
        try (java.sql.ResultSet row = left.executeQuery()) {
          row.next();
          waiting = row.getBoolean(1);
        }
      }
    }
    return database.number(
        "select extract(epoch from max(finished_at)) from job where job_type = '" + type + "'");
  }

  private void admin(String verb) throws IOException {
    byte[] request =
        Connection.request(
            "POST",
            "/v1/admin/queues/" + TYPE + "/" + verb,
            token("bench-admin", "admin"),
            "",
            new byte[0]);
    try (Connection connection = new Connection(ports().get(0))) {
      Connection.Answer unused = connection.send(request).require(200);
    }
  }

  /** Tells every node's handler to remember when jobs begin. */
  void remember() throws IOException {
    everyNode("/bench/remember");
  }

  /** When jobs began, by id, in microseconds since 1970. */
  Map<String, Long> starts() throws IOException {
    Map<String, Long> starts = new HashMap<>();
    for (String text : everyNode("/bench/starts")) {
      text.lines()
          .map(line -> line.split(" ", 2))
          .forEach(pair -> starts.put(pair[0], Long.parseLong(pair[1])));
    }
    return starts;
  }

  private List<String> everyNode(String path) throws IOException {
    List<String> answers = new ArrayList<>();
    for (Node node : nodes) {
      try (Connection connection = new Connection(node.port())) {
        answers.add(
            connection
                .send(Connection.request("POST", path, "", "", new byte[0]))
                .require(200)
                .text());
      }
    }
    return answers;
  }

  static byte[] body(String type) {
    return "{\"jobType\":\"%s\",\"payload\":%s}"
        .formatted(type, PAYLOAD)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
