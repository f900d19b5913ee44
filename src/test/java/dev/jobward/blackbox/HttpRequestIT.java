package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import dev.jobward.handlers.http.LocalServer;
import java.io.IOException;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that the server makes for its users; it may call 127.0.0.1 below {@code /allowed}. */
@BlackBox
class HttpRequestIT {

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;
  private LocalServer target;

  @SuppressWarnings("NullAway.Init") // set before each test
  HttpRequestIT() {}

  @BeforeEach
  void meetAlice() throws IOException {
    assumeTrue(server.process().isPresent(), "what a server elsewhere may call is not known");
    alice = api.newUser();
    target = LocalServer.start();
  }

  @AfterEach
  void stop() {
    if (target != null) {
      target.close();
    }
  }

  @Test
  void keepsTheAnswerAsTheResult() {
    target.answer("/allowed", 201, "made 1.00 Zoë", "X-Some", "thing");
    String id =
        create(
            """
            {"method": "POST", "url": "%s", "headers": {"Content-Type": "text/plain"},
             "body": "make", "expect": [201], "timeoutSeconds": 10}"""
                .formatted(target.url("/allowed/x?y=z")));

    Answer done = alice.await(id, "COMPLETED");

    assertThat(done.data().path("resultType").stringValue()).isEqualTo("JSON");
    assertThat(done.data().at("/result/status").intValue()).isEqualTo(201);
    assertThat(done.data().at("/result/headers/x-some").stringValue()).isEqualTo("thing");
    assertThat(done.data().at("/result/body").stringValue()).isEqualTo("made 1.00 Zoë");
    assertThat(target.last().uri()).isEqualTo("/allowed/x?y=z");
    assertThat(target.last().body()).isEqualTo("make");
    assertThat(target.last().header("Idempotency-Key")).isEqualTo(id);
  }

  @Test
  void triesAgainWhenTheTargetIsBusy() {
    target.failFirst("/allowed", 503, "Retry-After", "1");

    Answer done = alice.await(create(get(target.url("/allowed"))), "COMPLETED");

    assertThat(done.data().path("attempts").intValue()).isEqualTo(2);
    assertThat(target.received()).hasSize(2);
  }

  @Test
  void failsWithWhatTheTargetAnswered() {
    target.answer("/allowed", 404, "nothing here");

    Answer failed = alice.await(create(get(target.url("/allowed"))), "FAILED");

    assertThat(failed.data().at("/error/code").stringValue()).isEqualTo("HTTP_404");
    assertThat(failed.data().path("attempts").intValue()).isEqualTo(1);
  }

  @Test
  void refusesATargetThatIsNotAllowedWhenTheJobIsCreated() {
    Answer refused = create400(get(target.url("/elsewhere")));

    assertThat(refused).isRefusedFor("INVALID_BODY", "payload.url");
    assertThat(refused.text()).contains("administrator", "jobward.http.allow");
    for (String url :
        new String[] {
          "http://169.254.169.254/latest/meta-data/",
          "http://2130706433/allowed",
          "http://127.1/allowed",
          "http://[::ffff:127.0.0.1]/elsewhere",
          "http://localhost/allowed",
          "http://127.0.0.1@evil.example/allowed",
          target.url("/allowed/%2e%2e/elsewhere"),
          target.url("/allowed/..%2felsewhere")
        }) {
      assertThat(create400(get(url))).isRefusedFor("INVALID_BODY", "payload.url");
    }
    assertThat(target.received()).isEmpty();
  }

  @Test
  void namesEveryFaultOfAPayload() {
    Answer refused =
        create400(
            """
            {"method": "TRACE", "url": "http://example.com/", "headers": {"Host": "x"},
             "expect": [200, 9], "timeoutSeconds": 301, "more": {}}""");

    assertThat(refused)
        .isRefusedFor(
            "INVALID_BODY",
            "payload.method",
            "payload.url",
            "payload.headers.Host",
            "payload.expect[1]",
            "payload.timeoutSeconds",
            "payload.more");
  }

  @Test
  void followsNoRedirectToWhatIsNotAllowed() {
    target.redirect("/allowed", 302, "/secret").answer("/secret", 200, "secret");

    Answer failed = alice.await(create(get(target.url("/allowed"))), "FAILED");

    assertThat(failed.data().at("/error/code").stringValue()).isEqualTo("TARGET_REFUSED");
    assertThat(target.received()).hasSize(1);
  }

  private static String get(String url) {
    return "{\"url\": \"" + url + "\"}";
  }

  private String create(String payload) {
    return alice.create(JobBody.of("http.request", payload)).path("jobId").stringValue();
  }

  private Answer create400(String payload) {
    return alice.post(JobBody.of("http.request", payload).json());
  }
}
