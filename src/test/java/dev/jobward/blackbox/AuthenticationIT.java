package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, at every door. */
@BlackBox
class AuthenticationIT {

  private static final String JOB = "/v1/jobs/0198c0de-0000-7000-8000-000000000000";

  @ArquillianResource private Api api;

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/jobs?limit=1",
    "GET, /v1/jobs",
    "POST, /v1/jobs",
    "GET, " + JOB,
    "GET, " + JOB + "/result",
    "GET, /v1/jobs/no-uuid",
    "GET, /v1/nothing",
    "GET, /v1/",
    "GET, /v1",
    "DELETE, /v1/jobs",
    "PUT, " + JOB,
    "PATCH, /v1/nothing",
    "OPTIONS, /v1/jobs",
    "BREW, /v1/jobs",
    "GET, /v1/application.wadl",
    "POST, /v1/jobs/batch",
    "GET, /v1/jobs/batch",
    "DELETE, " + JOB,
    "POST, " + JOB + "/cancel",
    "POST, " + JOB + "/retry",
    "GET, " + JOB + "/attempts",
    "GET, " + JOB + "/events",
    "POST, " + JOB + "/events",
    "OPTIONS, " + JOB + "/events",
    "GET, /v1/jobs;a=b?limit=1",
    "GET, /v1/%6Aobs?limit=1",
    "GET, /v1//jobs?limit=1"
  })
  void refusesACallerWithoutATokenBeforeAnythingElseIsLookedAt(String method, String path) {
    assertThat(api.nobody().call(method, path).send()).isRefused("UNAUTHENTICATED");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/jobs?limit=1",
    "POST, /v1/jobs",
    "GET, " + JOB,
    "GET, " + JOB + "/result",
    "POST, /v1/jobs/batch",
    "DELETE, " + JOB,
    "POST, " + JOB + "/cancel",
    "POST, " + JOB + "/retry",
    "GET, " + JOB + "/attempts",
    "GET, " + JOB + "/events",
    "GET, /v1/nothing",
    "DELETE, /v1/jobs",
    "OPTIONS, /v1/jobs"
  })
  void refusesABadTokenBeforeAnythingElseIsLookedAt(String method, String path) {
    assertThat(api.bearer("a.b.c").call(method, path).send()).isInvalidToken();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/jobs?limit=1",
    "POST, /v1/jobs",
    "POST, /v1/jobs/batch",
    "GET, " + JOB,
    "GET, " + JOB + "/result",
    "DELETE, " + JOB,
    "POST, " + JOB + "/cancel",
    "POST, " + JOB + "/retry",
    "GET, " + JOB + "/attempts",
    "GET, " + JOB + "/events"
  })
  void refusesEveryCallToOneWhoIsNoUser(String method, String path) {
    for (String[] roles :
        new String[][] {{}, {"worker"}, {"admin"}, {"worker", "admin"}, {"USER"}, {"users"}}) {
      var call = api.client(Api.newSubject(), roles).call(method, path);
      assertThat(call.json(JobBody.idle().json()).send()).isRefused("FORBIDDEN");
    }
  }

  @Test
  void acceptsAUserWithFurtherRoles() {
    var caller = api.client(Api.newSubject(), "worker", "user", "somewhere-else");

    assertThat(caller.list("limit=1")).isSuccess(200);
  }

  @Test
  void answersHeadWithoutATokenWith401AndNothingInTheBody() {
    Answer answer = api.nobody().call("HEAD", "/v1/jobs?limit=1").send();

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.bytes()).isEmpty();
    assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void takesNoTokenFromACookieAQueryOrABody() {
    String token = api.tokens().token(Api.newSubject(), "user");

    assertThat(
            api.nobody()
                .call("GET", "/v1/jobs?limit=1")
                .header("Cookie", "Bearer=" + token + "; jwt=" + token + "; access_token=" + token)
                .send())
        .isRefused("UNAUTHENTICATED");
    assertThat(api.nobody().list("limit=1&access_token=" + token + "&token=" + token))
        .isRefused("UNAUTHENTICATED");
    assertThat(
            api.nobody()
                .call("POST", "/v1/jobs")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("access_token=" + token)
                .send())
        .isRefused("UNAUTHENTICATED");
  }

  @Test
  void refusesTwoAuthorizationHeadersInEitherOrder() {
    String good = "Authorization: Bearer " + api.tokens().token(Api.newSubject(), "user");
    String other = "Authorization: Bearer " + api.tokens().token(Api.newSubject(), "user");

    for (String second : new String[] {other, good, "Authorization: Bearer x", "Authorization:"}) {
      assertThat(list().line(good).line(second).send().status()).isIn(400, 401);
      assertThat(list().line(second).line(good).send().status()).isIn(400, 401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic dXNlcjpwYXNz",
        "Digest username=\"a\"",
        "Token abc",
        "Negotiate YII=",
        "Basic",
        "garbage",
        ","
      })
  void takesAnotherSchemeForNoToken(String value) {
    assertThat(list().line("Authorization: " + value).send()).isRefused("UNAUTHENTICATED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Bearer  ", "Bearer\t", "Bearer ,", "Bearer a b"})
  void refusesABearerThatCarriesNothing(String value) {
    Answer answer = list().line("Authorization: " + value).send();

    assertThat(answer.status()).as("%s", answer).isEqualTo(401);
    assertThat(answer).isRefused(answer.json().path("code").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "BEARER", "bEaReR"})
  void answersTheSchemeInAnotherLetterCaseAsItsServerDoes(String scheme) {
    String token = api.tokens().token(Api.newSubject(), "user");

    Answer answer = list().line("Authorization: " + scheme + " " + token).send();

    assertThat(answer.status()).as("%s", answer).isIn(200, 401);
  }

  private RawCall list() {
    return new RawCall(api, "GET /v1/jobs?limit=1 HTTP/1.1");
  }
}
