package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Tokens;
import dev.jobward.blackbox.server.TestServer;
import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.EmbeddedDatabase;
import dev.jobward.dev.PayaraMicro;
import dev.jobward.dev.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
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

  private static final Path FOLDER = Path.of("target", "blackbox");

  private static EmbeddedDatabase database;
  private static HttpServer target;
  private static PayaraMicro node;
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
    DevelopmentKey key = DevelopmentKey.loadOrCreate(FOLDER);
    database = EmbeddedDatabase.temporary(Path.of("target", "postgresql"));
    node =
        PayaraMicro.with(
                Path.of("target", "server"),
                Path.of("target", "jobward.war"),
                FOLDER.resolve("stopping"))
            .http("127.0.0.1", TestServer.freePort())
            .database(database)
            .tokensOf(key, Token.DEFAULT_ISSUER)
            .environment("JOBWARD_HTTP_ALLOW", targetUrl())
            .environment("JOBWARD_EXECUTION_SHUTDOWN_SECONDS", "3")
            .log(FOLDER.resolve("stopping.log"))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(node::stop));
    node.start().awaitReady(Duration.ofMinutes(3));
    api = new Api(URI.create(node.baseUrl()), Tokens.signedWith(key, Optional.empty()));
  }

  @AfterAll
  static void stopAll() {
    node.stop();
    target.stop(0);
    database.stop();
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

    assertThat(node.process().toHandle().destroy()).isTrue();

    assertThat(claimer.get(20, TimeUnit.SECONDS).jobs()).isEmpty();
    assertThat(reader.get(20, TimeUnit.SECONDS).data().path("status").asString())
        .isEqualTo("PENDING");
    answer(quickCall);
    assertThat(node.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(state(quick)).isEqualTo("COMPLETED 1 null");
    assertThat(state(stuck)).isEqualTo("PENDING 0 null");
    assertThat(
            text("select string_agg(outcome, ',') from job_attempt where job_id = '" + stuck + "'"))
        .isEqualTo("HANDED_BACK");
    assertThat(text("select due::text from job_queue where job_id = '" + stuck + "'"))
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
    return text(
        "select status || ' ' || attempts || ' ' || coalesce(error_code, 'null') from job where id = '"
            + id
            + "'");
  }

  private static String text(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
