package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a creation has to say of its body's type. */
@BlackBox
class BodyTypeIT {

  private static final String GOOD = JobBody.of("unserved", "{}").json();

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/json",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/merge-patch+json",
        "application/problem+json",
        "application/jsonp",
        "application/*",
        "*/*",
        "application",
        "json",
        "application/json, application/json",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json; charset=",
        "application/json; charset=\"us-ascii\"",
        ";"
      })
  void refusesABodyOfAnotherType(String type) {
    assertThat(alice.call("POST", "/v1/jobs").header("Content-Type", type).body(GOOD).send())
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void refusesABodyOfNoType() {
    assertThat(alice.call("POST", "/v1/jobs").body(GOOD).send())
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
    assertThat(alice.call("POST", "/v1/jobs").send()).isRefused("UNSUPPORTED_MEDIA_TYPE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "application/json ; Charset=utf-8"
      })
  void acceptsJsonInUtf8HoweverItIsSpelt(String type) {
    assertThat(alice.call("POST", "/v1/jobs").header("Content-Type", type).body(GOOD).send())
        .isSuccess(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "deflate", "identity", "gzip, gzip", "x"})
  void refusesAnEncodedBody(String encoding) {
    assertThat(
            alice.call("POST", "/v1/jobs").header("Content-Encoding", encoding).json(GOOD).send())
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
  }
}
