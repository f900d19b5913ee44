package dev.jobward.bench;

import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.Folders;
import dev.jobward.dev.Ports;
import dev.jobward.dev.Token;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How soon {@code scripts/run} answers, and how much memory its server has after much work. */
final class StartUp {

  static final String SECTION = "Start and memory";
  static final String SECONDS = "scripts/run, second start to its first answer, s";
  static final String MEMORY = "scripts/run with -Xmx256m, resident after 100,000 jobs, MB";

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private StartUp() {}

  static void measure(Samples samples, int rounds) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory(Path.of("target", "bench"), "run").toAbsolutePath();
    for (int i = 0; i <= rounds; i++) {
      measure(samples, data, i > 0, i == rounds);
    }
    Folders.delete(data);
  }

  private static void measure(Samples samples, Path data, boolean counts, boolean isLast)
      throws IOException, InterruptedException {
    int port = Ports.free();
    long start = System.nanoTime();
    Process run = start(data, port);
    // Whoever ends the bench does not want to go on using it.
    Runtime.getRuntime().addShutdownHook(new Thread(run::destroy));
    try {
      awaitAnswer(run, port);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (counts) {
        samples.add(SECTION, SECONDS, seconds);
      }
      if (isLast) {
        work(data, port);
        samples.add(SECTION, MEMORY, memory(run) / 1e6);
      }
    } finally {
      run.destroy();
      boolean unused = run.waitFor(60, TimeUnit.SECONDS);
    }
  }

  private static Process start(Path data, int port) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("scripts/run");
    builder.environment().put("HTTP_PORT", Integer.toString(port));
    builder.environment().put("DATA_DIR", data.toString());
    builder.environment().put("JAVA_OPTS", "-Xmx256m");
    builder.redirectErrorStream(true);
    builder.redirectOutput(new File("target/bench/run.log"));
    return builder.start();
  }

  private static void awaitAnswer(Process run, int port) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    CountDownLatch pause = new CountDownLatch(1);
    while (run.isAlive() && System.nanoTime() < deadline) {
      try (Connection connection = new Connection(port)) {
        byte[] list = Connection.request("GET", "/v1/jobs?limit=1", "", "", new byte[0]);
        // The API's own answer; the server says 404 before.
        if (connection.send(list).status() == 401) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      boolean unused = pause.await(20, TimeUnit.MILLISECONDS);
    }
    throw new IllegalStateException("scripts/run does not answer; see target/bench/run.log");
  }

  private static void work(Path data, int port) throws IOException, InterruptedException {
    String token =
        Token.forSubject("bench").expiresIn(3600).sign(DevelopmentKey.loadOrCreate(data));
    String job = "{\"jobType\":\"echo\",\"payload\":" + Cluster.PAYLOAD + "}";
    byte[] body =
        ("{\"jobs\":[" + (job + ",").repeat(499) + job + "]}").getBytes(StandardCharsets.UTF_8);
    byte[] batch = Connection.request("POST", "/v1/jobs/batch", token, "", body);
    CountDownLatch pause = new CountDownLatch(1);
    try (Connection connection = new Connection(port)) {
      for (int sent = 0; sent < 200; sent++) {
        Connection.Answer unused = connection.send(batch).require(201);
      }
      byte[] left =
          Connection.request("GET", "/v1/jobs?limit=1&status=PENDING", token, "", new byte[0]);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (!connection.send(left).require(200).text().contains("\"jobs\":[]")) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the jobs are not run; see target/bench/run.log");
        }
        boolean unused = pause.await(200, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Of the server, which is the largest of the processes that the script has started. */
  private static double memory(Process run) {
    return run.descendants()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .mapToLong(process -> resident(process.pid()))
        .max()
        .orElse(0);
  }

  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
