package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.EventFeed;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.Nodes;
import dev.jobward.handlers.http.LocalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server tells of itself: its log, and spans where it has MicroProfile Telemetry. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ObserveIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private static LocalServer target;
  private static Nodes nodes;
  private static Api api;

  private final String traceId = "trace-" + UUID.randomUUID();

  @SuppressWarnings("NullAway.Init") // set before the tests
  ObserveIT() {}

  @BeforeAll
  static void start() throws IOException {
    target = LocalServer.start();
    target.answer("/called", 200, "");
    nodes =
        Nodes.start(
            options ->
                options
                    .environment("JOBWARD_HTTP_ALLOW", target.url("/"))
                    .environment("OTEL_SDK_DISABLED", "false")
                    .environment("OTEL_TRACES_EXPORTER", "none")
                    .environment("OTEL_METRICS_EXPORTER", "none")
                    .environment("OTEL_LOGS_EXPORTER", "none"),
            "observed");
    api = nodes.api(0);
  }

  @AfterAll
  static void stop() {
    if (nodes != null) {
      nodes.close();
    }
    target.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/jobs?limit=1, method=GET path=/v1/jobs status=200",
    "GET, /v1/jobs?limit=0, method=GET path=/v1/jobs status=400",
    "GET, /v1/jobs/0198c0de-0000-7000-8000-000000000000, method=GET path=/v1/jobs/{jobId} status=404",
    "DELETE, /v1/jobs, method=DELETE path=/v1/jobs status=405",
    "BREW, /v1/jobs, method=OTHER path=/v1/jobs status=405",
    "GET, /v1/nothing/here, method=GET path=unknown status=404",
    "GET, /v1/jobs/0198c0de-0000-7000-8000-000000000000/events, method=GET path=/v1/jobs/{jobId}/events status=404",
    "PUT, /v1/worker/claim, method=PUT path=/v1/worker/claim status=405"
  })
  void logsARequestOnceWithoutWhatOnlyItHas(String method, String path, String line) {
    Answer unused = api.newUser().call(method, path).header("X-Request-Id", traceId).send();

    assertThat(awaitLine()).contains(" [dev.jobward.requests] " + line + " ms=");
    assertThat(awaitLine())
        .matches(".* ms=[0-9]+ caller=[0-9a-f]{12} traceId=" + traceId + " trace=-");
  }

  @Test
  void logsWhoeverHasNoToken() {
    Answer unused = api.nobody().call("GET", "/v1/jobs").header("X-Request-Id", traceId).send();

    assertThat(awaitLine()).contains("path=/v1/jobs status=401").contains(" caller=- ");
  }

  @Test
  void logsATokenThatTheServerItselfRefuses() {
    Answer unused =
        api.bearer("a.b.c").call("GET", "/v1/jobs").header("X-Request-Id", traceId).send();

    assertThat(awaitLine()).contains("path=/v1/jobs status=401").contains(" caller=- ");
  }

  @Test
  void logsABodyThatIsTooLarge() {
    Answer unused =
        api.newUser()
            .call("POST", "/v1/jobs")
            .header("X-Request-Id", traceId)
            .json(" ".repeat(1_100_000))
            .send();

    assertThat(awaitLine()).contains("method=POST path=/v1/jobs status=413");
  }

  @Test
  void logsAWaitWhenItIsOver() {
    Client alice = api.newUser();

    Answer unused = alice.waitFor(alice.createIdle(), 1).header("X-Request-Id", traceId).send();

    assertThat(awaitLine()).contains("path=/v1/jobs/{jobId} status=200 ms=1").contains(" caller=");
    assertThat(awaitLine()).doesNotContain(" caller=- ");
  }

  @Test
  void logsAClaimThatWaitedWhenItIsOver() {
    Answer unused =
        api.newWorker()
            .call("POST", "claim")
            .header("X-Request-Id", traceId)
            .json(WorkerBody.claim(Api.unservedType()).with("waitSeconds", "1").json())
            .send();

    assertThat(awaitLine()).contains("path=/v1/worker/claim status=200 ms=1");
  }

  @Test
  void logsAStreamOfEventsWhenItEnds() {
    Client alice = api.newUser();
    String id = alice.createIdle();
    try (EventFeed feed = alice.events(id).header("X-Request-Id", traceId).follow()) {
      assertThat(feed.next().status()).isEqualTo("PENDING");
      assertThat(lines()).isEmpty();

      Answer unused = alice.cancel(id);

      assertThat(awaitLine()).contains("path=/v1/jobs/{jobId}/events status=200");
    }
  }

  @Test
  void callsAUserBySomethingElseThanTheName() {
    String subject = Api.newSubject();

    Answer unused =
        api.client(subject, "user")
            .call("GET", "/v1/jobs?limit=1")
            .header("X-Request-Id", traceId)
            .send();
    String first = awaitLine();
    Answer again =
        api.client(subject, "user")
            .call("GET", "/v1/jobs?limit=1")
            .header("X-Request-Id", traceId + ".2")
            .send();

    assertThat(again.status()).isEqualTo(200);
    String caller = first.replaceAll(".* (caller=\\S+) .*", "$1");
    await().until(() -> log().contains(caller + " traceId=" + traceId + ".2 "));
  }

  @Test
  void logsAttemptsOfHandlersAndWorkers() {
    Client alice = api.newUser();
    String type = Api.unservedType();
    String echo = alice.create(JobBody.echo("{}")).path("jobId").asString();
    Leased held = leased(alice, type);

    Answer unused = api.newWorker().fail(held);

    await()
        .untilAsserted(
            () ->
                assertThat(log().lines())
                    .anyMatch(
                        line ->
                            line.contains(
                                    "[dev.jobward.attempts] job="
                                        + echo
                                        + " type=echo attempt=1 who=node-")
                                && line.contains(" outcome=COMPLETED ms="))
                    .anyMatch(
                        line ->
                            line.contains(
                                "job="
                                    + held.jobId()
                                    + " type="
                                    + type
                                    + " attempt=1 who=tester outcome=FAILED")));
  }

  @Test
  void logsNothingOfProbes() {
    Answer unused = api.nobody().call("GET", "/health/live").header("X-Request-Id", traceId).send();
    Answer after = api.nobody().call("GET", "/v1/x").header("X-Request-Id", traceId + ".2").send();

    assertThat(after.status()).isEqualTo(401);
    await().until(() -> log().contains(traceId + ".2"));
    assertThat(lines()).isEmpty();
  }

  @Test
  void keepsToItselfWhatUsersAndWorkersSend() {
    String secret = "telltale" + UUID.randomUUID().toString().replace("-", "");
    Client alice = api.client(secret + "-sub", "user");
    Worker worker = api.client(secret + "-w", "worker").asWorker();
    String payload = "{\"" + secret + "\":\"" + secret + "\"}";
    String type = Api.unservedType();
    List<Answer> answers =
        List.of(
            alice
                .call("POST", "/v1/jobs?q=" + secret)
                .header("Idempotency-Key", secret)
                .header("traceparent", secret)
                .header("tracestate", "x=" + secret)
                .header("Cookie", "c=" + secret)
                .header("User-Agent", secret)
                .json(JobBody.echo(payload).json())
                .send(),
            alice.post("{\"jobType\":\"" + secret + " x\",\"payload\":" + payload + "}"),
            alice.post("{\"" + secret + "\":" + secret),
            alice
                .call("POST", "/v1/jobs")
                .header("Content-Type", secret + "/x")
                .body(secret)
                .send(),
            alice.call("GET", "/v1/jobs?limit=1").header("Accept", secret + "/x").send(),
            alice.list("limit=1&jobType=" + secret + "&lastEvaluatedKey=" + secret),
            alice.get("/v1/jobs/" + secret),
            alice.get("/v1/" + secret + "/x"),
            alice.call(secret.toUpperCase(Locale.ROOT), "/v1/jobs").send(),
            api.nobody().get("/" + secret + "?" + secret),
            api.bearer(secret).get("/v1/jobs"),
            api.bearer(secret + "." + secret + "." + secret).get("/v1/jobs"),
            api.client(secret, "nobody").get("/v1/jobs?limit=1"),
            alice.post(
                JobBody.of(
                        "http.request",
                        "{\"url\":\"%s\",\"headers\":{\"X-Key\":\"%s\"}}"
                            .formatted(target.url("/missing/" + secret), secret))
                    .with("maxAttempts", "1")
                    .json()),
            alice.post(JobBody.of("http.request", "{\"url\":\"http://" + secret + "/\"}").json()));
    assertThat(answers).extracting(Answer::status).doesNotContain(500);
    Leased first = leased(alice, type, payload);
    assertThat(
            worker
                .heartbeat(
                    first,
                    WorkerBody.of(first)
                        .with("progress", "{\"percent\":1,\"message\":\"" + secret + "\"}"))
                .status())
        .isEqualTo(200);
    assertThat(worker.complete(first, WorkerBody.json(first, payload)).status()).isEqualTo(200);
    Leased second = leased(alice, type, payload);
    assertThat(
            worker
                .fail(
                    second,
                    WorkerBody.failure(second)
                        .with("message", "\"" + secret + "\"")
                        .with("code", "\"" + secret + "\""))
                .status())
        .isEqualTo(200);
    Leased third = leased(alice, type, payload);
    assertThat(
            worker
                .put(third)
                .header("Content-Disposition", "attachment; filename=\"" + secret + "\"")
                .header("Content-Type", "text/plain")
                .body(secret)
                .send()
                .status())
        .isEqualTo(200);
    // The last line of all this.
    Answer last = alice.call("GET", "/v1/jobs?limit=1").header("X-Request-Id", traceId).send();

    assertThat(last.status()).isEqualTo(200);
    assertThat(awaitLine()).contains("status=200");
    assertThat(log()).doesNotContainIgnoringCase(secret).doesNotContain("eyJ");
  }

  @Test
  void runsAnAttemptAsASpanOfTheTraceThatAskedForIt() {
    Client alice = api.newUser();
    String call = JobBody.of("http.request", "{\"url\":\"" + target.url("/called") + "\"}").json();

    Answer created =
        alice
            .call("POST", "/v1/jobs")
            .header("X-Request-Id", traceId)
            .header("traceparent", PARENT)
            .json(call)
            .send();
    assertThat(awaitLine()).endsWith(" trace=" + TRACE);
    alice.await(created.data().path("jobId").asString(), "COMPLETED");

    assertThat(target.last().header("traceparent"))
        .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
        .isNotEqualTo(PARENT);
  }

  @Test
  void keepsTheServersOwnSpanWhereTheClientHasNone() {
    String type = Api.unservedType();
    String unused = api.newUser().create(type);

    assertThat(api.newWorker().claim(WorkerBody.claim(type)).jobs())
        .singleElement()
        .satisfies(
            job ->
                assertThat(job.path("traceparent").asString())
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  }

  private static Leased leased(Client user, String type) {
    return leased(user, type, "{}");
  }

  private static Leased leased(Client user, String type, String payload) {
    String unused = user.create(JobBody.of(type, payload)).path("jobId").asString();
    return api.newWorker().take(type);
  }

  /** This test's. */
  private String awaitLine() {
    await().until(() -> !lines().isEmpty());
    assertThat(lines()).hasSize(1);
    return lines().get(0);
  }

  private List<String> lines() {
    return log().lines().filter(line -> line.contains("traceId=" + traceId + " ")).toList();
  }

  private static String log() {
    try {
      return Files.readString(nodes.node(0).log(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
