package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Call;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import java.util.HashSet;
import java.util.Set;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One id leads from a client's answer to the server's log. */
@BlackBox
class RequestIdIT {

  private static final String SIXTY_FOUR =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._";

  @ArquillianResource private Api api;

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "-", "A.b_c-9", SIXTY_FOUR})
  void isTheClientsOwn(String id) {
    Client alice = api.newUser();

    assertThat(sent(alice.call("POST", "/v1/jobs").json(JobBody.idle().json()), id)).isEqualTo(id);
    assertThat(sent(alice.call("GET", "/v1/jobs?limit=1"), id)).isEqualTo(id);
    assertThat(sent(alice.call("GET", "/v1/jobs"), id)).isEqualTo(id);
    assertThat(sent(api.nobody().call("GET", "/v1/jobs"), id)).isEqualTo(id);
    assertThat(sent(api.bearer("x.y.z").call("GET", "/v1/jobs"), id)).isEqualTo(id);
    assertThat(sent(alice.call("DELETE", "/v1/jobs"), id)).isEqualTo(id);
    assertThat(sent(alice.call("GET", "/v1/nothing"), id)).isEqualTo(id);
    assertThat(sent(api.nobody().call("GET", "/nothing"), id)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", SIXTY_FOUR + "x", "<script>", "a/b", "a:b", "%41", "a,b", "\"a\""})
  void isMadeWhereTheClientsIsNotAcceptable(String id) {
    Answer answer = new RawCall(api, "GET /v1/nothing HTTP/1.1").line("X-Request-Id: " + id).send();

    assertThat(answer).isRefused("UNAUTHENTICATED");
    assertThat(answer.header("X-Request-Id").orElse("")).isNotEqualTo(id).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"/v1/jobs?limit=1", "/v1/jobs", "/v1/nothing", "/nothing"})
  void isAnotherForEachRequest(String path) {
    Client alice = api.newUser();
    Set<String> ids = new HashSet<>();

    for (int i = 0; i < 20; i++) {
      ids.add(alice.get(path).header("X-Request-Id").orElse(""));
    }

    assertThat(ids).hasSize(20).doesNotContain("");
  }

  @Test
  void isOneEvenIfTheClientSendsTwo() {
    Answer answer =
        new RawCall(api, "GET /v1/jobs HTTP/1.1")
            .line("X-Request-Id: first")
            .line("X-Request-Id: second")
            .send();

    assertThat(answer).isRefused("UNAUTHENTICATED");
  }

  private static String sent(Call call, String id) {
    Answer answer = call.header("X-Request-Id", id).send();
    if (answer.status() >= 400) {
      assertThat(answer.json().path("traceId").asString()).isEqualTo(id);
    }
    return answer.header("X-Request-Id").orElse("");
  }
}
