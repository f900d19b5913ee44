package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the programs of the workers' page make of answers that a good server seldom gives. */
class WorkerCallsIT {

  private static final String JOB = "0198c0de-0000-7000-8000-000000000001";
  private static final String LEASE = "60645438-e825-4070-a8cb-2b0dba47dc24";

  private record Reply(int status, String type, String body) {}

  private static Reply refused(int status, String message) {
    return new Reply(
        status,
        "application/json",
        "{\"success\":false,\"message\":\"%s\",\"code\":\"X\"}".formatted(message));
  }

  private static Reply ok(String data) {
    return new Reply(
        200,
        "application/json",
        "  {\"success\":true,\"data\":%s,\"message\":\"\"}".formatted(data));
  }

  /** A server that answers what it was told to, one reply after the other. */
  private static final class Script implements AutoCloseable {

    private static final List<Reply> CLAIMS =
        List.of(
            refused(503, "Busy."),
            refused(401, "Expired."),
            new Reply(404, "text/html", "<html>starting</html>"),
            ok(
                """
                {"jobs":[{"jobId":"%s","jobType":"example.greet","owner":"alice","payload":{"name":"Bob"},
                  "progress":null,"attempts":1,"leaseToken":"%s"}]}"""
                    .formatted(JOB, LEASE)),
            refused(400, "No such thing."));

    private final HttpServer server;
    private final AtomicInteger claims = new AtomicInteger();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<Long> times = new CopyOnWriteArrayList<>();
    private final List<String> completions = new CopyOnWriteArrayList<>();

    Script() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/worker/claim", this::claim);
      server.createContext("/v1/worker/jobs/" + JOB + "/complete", this::complete);
      server.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void claim(HttpExchange exchange) throws IOException {
      tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
      times.add(System.nanoTime());
      exchange.getRequestBody().readAllBytes();
      send(exchange, CLAIMS.get(claims.getAndIncrement()));
    }

    /** The first time the answer is lost. */
    private void complete(HttpExchange exchange) throws IOException {
      completions.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      if (completions.size() == 1) {
        exchange.close();
      } else {
        send(exchange, ok("{\"status\":\"COMPLETED\"}"));
      }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", reply.type());
      if (reply.status() == 503) {
        exchange.getResponseHeaders().add("Retry-After", "2");
      }
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static final Map<WorkerProgram, Script> SCRIPTS = new EnumMap<>(WorkerProgram.class);
  private static final Map<WorkerProgram, RunningWorker> WORKERS =
      new EnumMap<>(WorkerProgram.class);

  /** All at once, since they spend their time waiting. */
  @BeforeAll
  static void startAll() throws IOException {
    for (WorkerProgram program : WorkerProgram.values()) {
      if (program.isRunnable()) {
        Script script = new Script();
        SCRIPTS.put(program, script);
        Path used = Files.createTempDirectory(RunningWorker.folder(), "token-").resolve("used");
        String tokens =
            "if [ -e %1$s ]; then echo second; else echo first; touch %1$s; fi".formatted(used);
        WORKERS.put(program, RunningWorker.start(program, script.uri(), tokens, Map.of()));
      }
    }
  }

  @AfterAll
  static void endAll() {
    WORKERS.values().forEach(RunningWorker::close);
    SCRIPTS.values().forEach(Script::close);
  }

  @ParameterizedTest
  @EnumSource(WorkerProgram.class)
  void arePatientWithServersAndExactWithTokens(WorkerProgram program) {
    assumeTrue(program.isRunnable(), () -> "nothing on this machine runs " + program.file());
    Script script = Objects.requireNonNull(SCRIPTS.get(program));
    RunningWorker worker = Objects.requireNonNull(WORKERS.get(program));

    assertThat(worker.exitCode()).as(worker.printed()).isEqualTo(1);

    assertThat(worker.printed()).contains("The claim was refused").contains("No such thing.");
    assertThat(script.tokens)
        .containsExactly(
            "Bearer first", "Bearer first", "Bearer second", "Bearer second", "Bearer second");
    assertThat(Duration.ofNanos(script.times.get(1) - script.times.get(0)))
        .as("the wait that Retry-After asks for")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(script.completions).hasSize(2);
    assertThat(script.completions.get(1)).isEqualTo(script.completions.get(0));
    assertThat(script.completions.get(0)).contains(LEASE, "Good morning, Bob");
  }
}
