package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Call;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.EventFeed;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages in a browser may see. That they see nothing by default: {@link NarrowLimitsIT}. */
@BlackBox
class CorsIT {

  private static final String JOB = "/v1/jobs/0198c0de-0000-7000-8000-000000000000";

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    assumeTrue(server.process().isPresent(), "the origins of a server elsewhere are not known");
    alice = api.newUser();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/jobs, POST",
    JOB + "/events, GET",
    JOB + ", DELETE",
    "/v1/worker/claim, POST",
    "/v1/worker/jobs/x/result, PUT",
    "/v1/nothing, GET",
    "/nothing, GET"
  })
  void letABrowserAskBeforehandWithoutAToken(String path, String method) {
    Answer answer =
        fromPortal(api.nobody().call("OPTIONS", path))
            .header("Access-Control-Request-Method", method)
            .header("Access-Control-Request-Headers", "authorization,content-type")
            .send();

    assertThat(answer.status()).as("%s", answer).isEqualTo(204);
    assertThat(answer.bytes()).isEmpty();
    assertThat(answer.header("Access-Control-Allow-Origin")).hasValue(TestServer.ORIGIN);
    assertThat(answer.header("Vary")).hasValue("Origin");
    assertThat(names(answer, "Access-Control-Allow-Methods"))
        .contains(method.toLowerCase(Locale.ROOT), "get", "head", "post", "put", "delete");
    assertThat(names(answer, "Access-Control-Allow-Headers"))
        .contains(
            "authorization",
            "content-type",
            "content-disposition",
            "idempotency-key",
            "if-none-match",
            "if-range",
            "last-event-id",
            "lease-token",
            "prefer",
            "range",
            "traceparent",
            "x-request-id");
    assertThat(answer.header("Access-Control-Max-Age").orElse("")).matches("[1-9][0-9]*");
    assertThat(answer.has("Access-Control-Allow-Credentials")).isFalse();
    assertThat(answer.has("X-Request-Id")).isTrue();
  }

  @Test
  void letPagesReadASuccessAndItsHeaders() {
    Answer created = fromPortal(alice.call("POST", "/v1/jobs")).json(JobBody.idle().json()).send();

    assertThat(created).isSuccess(201);
    assertIsReadable(created);
    assertIsReadable(fromPortal(alice.call("GET", "/v1/jobs?limit=1")).send());
    assertIsReadable(fromPortal(alice.call("HEAD", "/v1/jobs?limit=1")).send());
  }

  @Test
  void letPagesReadAResultAndWhatIsNewOfIt() {
    String id = alice.create(JobBody.of("echo", "{}")).path("jobId").asString();
    alice.await(id, "COMPLETED");
    Answer result = fromPortal(alice.call("GET", "/v1/jobs/" + id + "/result")).send();

    assertThat(result.status()).isEqualTo(200);
    assertIsReadable(result);
    Answer unchanged =
        fromPortal(alice.call("GET", "/v1/jobs/" + id + "/result"))
            .header("If-None-Match", result.header("ETag").orElse(""))
            .send();
    assertThat(unchanged.status()).isEqualTo(304);
    assertIsReadable(unchanged);
  }

  @Test
  void letPagesReadEvents() {
    try (EventFeed feed = fromPortal(alice.events(alice.createIdle())).follow()) {
      assertIsReadable(feed.opened());
      assertThat(feed.next().status()).isEqualTo("PENDING");
    }
  }

  @Test
  void letPagesReadWhoWaits() {
    Answer answer = fromPortal(alice.waitFor(alice.createIdle(), 1)).send();

    assertThat(answer).isSuccess(200);
    assertIsReadable(answer);
  }

  /** Whoever finds the fault: a filter, a resource, or the server itself. */
  @Test
  void letPagesReadEveryRefusal() {
    assertIsRefused(api.nobody().call("GET", "/v1/jobs"), "UNAUTHENTICATED");
    assertIsRefused(api.bearer("a.b.c").call("GET", "/v1/jobs"), "INVALID_TOKEN");
    assertIsRefused(api.nobody().call("OPTIONS", "/v1/jobs"), "UNAUTHENTICATED");
    assertIsRefused(alice.call("GET", "/v1/jobs"), "INVALID_QUERY");
    assertIsRefused(alice.call("POST", "/v1/jobs").json("{"), "INVALID_BODY");
    assertIsRefused(alice.call("POST", "/v1/worker/claim").json("{}"), "FORBIDDEN");
    assertIsRefused(alice.call("GET", JOB), "NOT_FOUND");
    assertIsRefused(alice.call("GET", "/v1/nothing"), "NOT_FOUND");
    assertIsRefused(alice.call("GET", "/nothing"), "NOT_FOUND");
    assertIsRefused(alice.call("DELETE", "/v1/jobs"), "METHOD_NOT_ALLOWED");
    assertIsRefused(
        alice.call("GET", "/v1/jobs?limit=1").header("Accept", "text/html"), "NOT_ACCEPTABLE");
    assertIsRefused(
        alice.call("POST", "/v1/jobs").header("Content-Type", "text/plain").body("{}"),
        "UNSUPPORTED_MEDIA_TYPE");
    assertIsRefused(
        alice.call("POST", "/v1/jobs").json(" ".repeat(1_048_577)), "PAYLOAD_TOO_LARGE");
    assertIsRefused(alice.call("POST", "/v1/jobs/" + alice.createIdle() + "/retry"), "CONFLICT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://portal.example.com",
        "https://portal.example.com:8443",
        "https://portal.example.com.evil.example",
        "https://PORTAL.example.com",
        "https://portal.example.com, https://portal.example.com",
        "http://localhost:3000 https://portal.example.com",
        "null",
        "*"
      })
  void tellOtherOriginsNothing(String origin) {
    Answer list = alice.call("GET", "/v1/jobs?limit=1").header("Origin", origin).send();
    Answer asked =
        api.nobody()
            .call("OPTIONS", "/v1/jobs")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "GET")
            .send();

    assertThat(list).isSuccess(200);
    assertThat(asked).isRefused("UNAUTHENTICATED");
    assertTellsNothing(list);
    assertTellsNothing(asked);
  }

  @Test
  void tellNothingToWhoSendsNoOriginOrTwo() {
    assertTellsNothing(alice.list("limit=1"));
    assertTellsNothing(
        new RawCall(api, "GET /v1/jobs HTTP/1.1")
            .line("Origin: " + TestServer.ORIGIN)
            .line("Origin: " + TestServer.ORIGIN)
            .send());
  }

  private static Call fromPortal(Call call) {
    return call.header("Origin", TestServer.ORIGIN);
  }

  private static void assertIsRefused(Call call, String code) {
    Answer answer = fromPortal(call).send();
    assertThat(answer).isRefused(code);
    assertIsReadable(answer);
  }

  private static void assertIsReadable(Answer answer) {
    assertThat(answer.header("Access-Control-Allow-Origin"))
        .as("%s", answer)
        .hasValue(TestServer.ORIGIN);
    assertThat(answer.header("Vary")).hasValue("Origin");
    assertThat(names(answer, "Access-Control-Expose-Headers"))
        .contains(
            "content-disposition",
            "content-range",
            "etag",
            "idempotent-replayed",
            "location",
            "retry-after",
            "www-authenticate",
            "x-request-id");
    assertThat(answer.has("Access-Control-Allow-Credentials")).isFalse();
  }

  private static void assertTellsNothing(Answer answer) {
    assertThat(answer.names())
        .as("%s", answer)
        .noneMatch(name -> name.startsWith("access-control-"));
    assertThat(answer.has("Vary")).isFalse();
  }

  private static List<String> names(Answer answer, String header) {
    return Arrays.asList(answer.header(header).orElse("").toLowerCase(Locale.ROOT).split(", "));
  }
}
