package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.PayloadFault;
import dev.jobward.platform.Settings;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before there is a job. */
class HttpRequestCheckTest {

  private final Calls calls = Calls.prepared();

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void refusesEveryTargetWhereNothingIsSet() {
    HttpRequestHandler handler = new HttpRequestHandler(Settings.of(Map.of()), Clock.systemUTC());

    assertThat(handler.check(Calls.get("https://example.com/")))
        .containsExactly(
            new PayloadFault(
                "url",
                "cannot be called: the administrator has allowed no targets (jobward.http.allow)"));
  }

  @Test
  void takesATargetThatIsAllowed() {
    calls.allow("https://*.example.com/hooks");

    assertThat(calls.handler().check(Calls.get("https://a.example.com/hooks/x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/hooks",
        "https://a.example.com/hooksx",
        "http://a.example.com/hooks",
        "https://127.0.0.1/hooks"
      })
  void refusesATargetThatIsNot(String url) {
    calls.allow("https://*.example.com/hooks");

    assertThat(calls.handler().check(Calls.get(url)))
        .containsExactly(
            new PayloadFault(
                "url",
                "is not among the targets that the administrator has allowed (jobward.http.allow)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/"
      })
  void refusesAnAddressThatOnlyTheServerReaches(String url) {
    calls.allow("http://*");

    assertThat(calls.handler().check(Calls.get(url)))
        .containsExactly(
            new PayloadFault(
                "url",
                "is an address that is refused unless the administrator allows it"
                    + " (jobward.http.allow)"));
  }

  @Test
  void asksNoNameServer() {
    calls
        .allow("http://*")
        .names(
            host -> {
              throw new AssertionError("asked for " + host);
            });

    assertThat(calls.handler().check(Calls.get("http://inside.example.com/"))).isEmpty();
  }

  @Test
  void namesTheTargetBesideAllOtherFaults() {
    calls.allow("");

    assertThat(
            calls
                .handler()
                .check("{\"url\": \"http://example.com/\", \"method\": 5, \"timeoutSeconds\": 0}"))
        .extracting(PayloadFault::member)
        .containsExactlyInAnyOrder("method", "timeoutSeconds", "url");
  }
}
