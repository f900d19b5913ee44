package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;

/** Of several things that are wrong, the first in the contract's order is answered. */
@BlackBox
class FaultOrderIT {

  private static final byte[] OVERSIZE = new byte[1024 * 1024 + 1];

  @ArquillianResource private Api api;

  private Answer post(Client caller, String method, String path, String type, byte[] body) {
    return caller
        .call(method, path)
        .header("Content-Type", type)
        .header("Accept", "text/html")
        .header("Idempotency-Key", "not a key")
        .body(body)
        .send();
  }

  @Test
  void looksForTheCallerFirst() {
    assertThat(post(api.nobody(), "PUT", "/v1/nothing", "text/plain", OVERSIZE))
        .isRefused("UNAUTHENTICATED");
  }

  @Test
  void looksForThePathSecond() {
    assertThat(post(noUser(), "PUT", "/v1/nothing", "text/plain", OVERSIZE)).isRefused("NOT_FOUND");
  }

  @Test
  void looksForTheMethodThird() {
    assertThat(post(noUser(), "PUT", "/v1/jobs", "text/plain", OVERSIZE))
        .isRefused("METHOD_NOT_ALLOWED");
  }

  @Test
  void looksAtTheMediaTypeOfTheBodyFourth() {
    assertThat(post(noUser(), "POST", "/v1/jobs", "text/plain", OVERSIZE))
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void looksAtTheMediaTypeOfTheAnswerFifth() {
    assertThat(post(noUser(), "POST", "/v1/jobs", "application/json", OVERSIZE))
        .isRefused("NOT_ACCEPTABLE");
  }

  @Test
  void looksAtTheRoleSixth() {
    assertThat(noUser().call("POST", "/v1/jobs").json("").body(OVERSIZE).send())
        .isRefused("FORBIDDEN");
  }

  @Test
  void looksAtTheLengthSeventh() {
    assertThat(
            api.newUser()
                .call("POST", "/v1/jobs")
                .header("Idempotency-Key", "not a key")
                .json("")
                .body(OVERSIZE)
                .send())
        .isRefused("PAYLOAD_TOO_LARGE");
  }

  @Test
  void looksAtTheHeadersAndTheBodyBeforeTheKeysUse() {
    Client alice = api.newUser();
    String body = JobBody.idle().json();
    assertThat(alice.call("POST", "/v1/jobs").header("Idempotency-Key", "k").json(body).send())
        .isSuccess(201);

    assertThat(alice.call("POST", "/v1/jobs").header("Idempotency-Key", "k").json("{}").send())
        .isRefused("INVALID_BODY");
  }

  private Client noUser() {
    return api.client(Api.newSubject(), "worker");
  }
}
