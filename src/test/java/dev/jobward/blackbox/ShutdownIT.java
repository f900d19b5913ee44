package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.Nodes;
import dev.jobward.blackbox.server.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is told to stop (SIGTERM) while it runs jobs and others wait for it. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ShutdownIT {

  private static HttpServer target;
  private static Nodes nodes;
  private static Api api;

  /** Calls that have come to the target and are not answered. */
  private static final BlockingQueue<HttpExchange> CALLS = new LinkedBlockingQueue<>();

  @SuppressWarnings("NullAway.Init") // set before all tests
  ShutdownIT() {}

  @BeforeAll
  static void startANode() throws IOException {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext("/", CALLS::add);
    target.start();
    nodes =
        Nodes.start(
            options ->
                options
                    .environment("JOBWARD_HTTP_ALLOW", targetUrl())
                    .environment("JOBWARD_EXECUTION_SHUTDOWN_SECONDS", "3"),
            "stopping");
    api = nodes.api(0);
  }

  @AfterAll
  static void stopAll() {
    if (nodes != null) {
      nodes.close();
    }
    target.stop(0);
  }

  @Test
  void letsHandlersFinishAndHandsBackTheRestAndAnswersWhoWaits() throws Exception {
    Client alice = api.newUser();
    Client worker = api.client(Api.newSubject(), "worker");
    String quick = call(alice, "/quick");
    HttpExchange quickCall = CALLS.take();
    String stuck = call(alice, "/stuck");
    CALLS.take();
    String waiting = alice.createIdle();
    CompletableFuture<Answer> reader =
        CompletableFuture.supplyAsync(
            () -> alice.call("GET", "/v1/jobs/" + waiting).header("Prefer", "wait=60").send());
    CompletableFuture<Answer> claimer =
        CompletableFuture.supplyAsync(
            () -> worker.call("POST", "/v1/worker/claim").json(claim()).send());
    // Both have to wait by then, which nothing tells from outside.
    await().pollDelay(Duration.ofSeconds(1)).until(() -> !reader.isDone() && !claimer.isDone());

    Process server = nodes.node(0).process();
    assertThat(server.toHandle().destroy()).isTrue();

    assertThat(claimer.get(20, TimeUnit.SECONDS).jobs()).isEmpty();
    assertThat(reader.get(20, TimeUnit.SECONDS).data().path("status").asString())
        .isEqualTo("PENDING");
    answer(quickCall);
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(state(quick)).isEqualTo("COMPLETED 1 null");
    assertThat(state(stuck)).isEqualTo("PENDING 0 null");
    assertThat(
            Sql.text(
                nodes.database(),
                "select string_agg(outcome, ',') from job_attempt where job_id = '" + stuck + "'"))
        .isEqualTo("HANDED_BACK");
    assertThat(
            Sql.text(
                nodes.database(), "select due::text from job_queue where job_id = '" + stuck + "'"))
        .isEqualTo("true");
  }

  private static String call(Client user, String path) {
    return user.create(
            JobBody.of("http.request", "{\"url\":\"" + targetUrl() + path + "\"}")
                .with("maxAttempts", "1"))
        .path("jobId")
        .asString();
  }

  private static String claim() {
    return "{\"workerId\":\"w\",\"jobTypes\":[\"nobody.sends.this\"],\"waitSeconds\":30}";
  }

  private static void answer(HttpExchange call) throws IOException {
    try (call) {
      call.sendResponseHeaders(204, -1);
    }
  }

  private static String targetUrl() {
    return "http://127.0.0.1:" + target.getAddress().getPort();
  }

  private static String state(String id) {
    return Sql.text(
        nodes.database(),
        "select status || ' ' || attempts || ' ' || coalesce(error_code, 'null') from job where id = '"
            + id
            + "'");
  }
}
