package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer has one form, whatever is wrong and whoever finds it. */
@BlackBox
class EnvelopeIT {

  private static final String NO_JOB = "0198c0de-0000-7000-8000-000000000000";

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/job",
        "/v1/Jobs",
        "/v1/jobs/" + NO_JOB + "/nothing",
        "/v1/jobs/" + NO_JOB + "/result/more",
        "/v1/application.wadl",
        "/v1/jobs/" + NO_JOB + "/application.wadl"
      })
  void refusesAPathThatIsNotThere(String path) {
    assertThat(alice.get(path)).isRefused("NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/nothing",
        "/error",
        "/V1/jobs",
        "/v1x",
        "/v2/jobs",
        "/index.html",
        "/jobs",
        "/WEB-INF/web.xml",
        "/WEB-INF/classes/META-INF/persistence.xml",
        "/META-INF/MANIFEST.MF",
        "/WEB-INF/",
        "/web-inf/web.xml",
        "/metrics",
        "/%57EB-INF/web.xml"
      })
  void refusesAPathOutsideTheApiWithAndWithoutAToken(String path) {
    assertThat(alice.get(path)).isRefused("NOT_FOUND");
    assertThat(api.nobody().get(path)).isRefused("NOT_FOUND");
    assertThat(api.nobody().call("POST", path).json("{}").send()).isRefused("NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "FOO"})
  void refusesAPathOutsideTheApiForEveryMethod(String method) {
    for (String path : new String[] {"/", "/nothing", "/index.html", "/openapi/"}) {
      Answer answer = alice.call(method, path).send();

      assertThat(answer.status()).as("%s %s: %s", method, path, answer).isEqualTo(404);
      assertThat(answer.has("X-Request-Id")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NO_JOB,
        "0198C0DE-0000-7000-8000-00000000000A",
        "0198c0de-0000-4000-8000-000000000000",
        "0198c0de-0000-7000-c000-000000000000",
        "0198c0de0000700080000000000000000",
        "{0198c0de-0000-7000-8000-000000000000}",
        "no-uuid",
        "1",
        "%20",
        "%27",
        "x%0Ay",
        "0198c0de-0000-7000-8000-000000000000%20"
      })
  void refusesAJobThatIsNotThereAndAnIdThatIsNone(String id) {
    String path = id.replace("{", "%7B").replace("}", "%7D");
    assertThat(alice.job(path)).isRefused("NOT_FOUND");
    assertThat(alice.result(path)).isRefused("NOT_FOUND");
    assertThat(alice.attempts(path)).isRefused("NOT_FOUND");
    assertThat(alice.cancel(path)).isRefused("NOT_FOUND");
    assertThat(alice.retry(path)).isRefused("NOT_FOUND");
    assertThat(alice.delete(path)).isRefused("NOT_FOUND");
  }

  /** A connector may refuse to decode it; then the application does not hear of it. */
  @ParameterizedTest
  @ValueSource(strings = {"%ff", "%C3%28", "%F0%9F"})
  void refusesAnIdThatIsNotUtf8(String id) {
    Answer answer = alice.job(id);

    if (answer.status() != 400 || answer.has("X-Request-Id")) {
      assertThat(answer).isRefused("NOT_FOUND");
    }
  }

  @Test
  void refusesTheUpperCaseSpellingOfAnIdThatIsThere() {
    String id = alice.createIdle();

    assertThat(alice.job(id.toUpperCase(java.util.Locale.ROOT))).isRefused("NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /v1/jobs, GET POST",
    "DELETE, /v1/jobs, GET POST",
    "PATCH, /v1/jobs, GET POST",
    "BREW, /v1/jobs, GET POST",
    "PROPFIND, /v1/jobs, GET POST",
    "get, /v1/jobs, GET POST",
    "POST, /v1/jobs/" + NO_JOB + ", GET",
    "PUT, /v1/jobs/" + NO_JOB + ", GET",
    "PATCH, /v1/jobs/no-uuid, GET",
    "POST, /v1/jobs/" + NO_JOB + "/result, GET HEAD",
    "DELETE, /v1/jobs/" + NO_JOB + "/result, GET HEAD",
    "PUT, /v1/jobs/" + NO_JOB + ", GET DELETE",
    "GET, /v1/jobs/" + NO_JOB + "/cancel, POST",
    "DELETE, /v1/jobs/" + NO_JOB + "/retry, POST",
    "POST, /v1/jobs/" + NO_JOB + "/attempts, GET"
  })
  void refusesAMethodAndNamesThoseThatThereAre(String method, String path, String allowed) {
    Answer answer = alice.call(method, path).send();

    assertThat(answer).isRefused("METHOD_NOT_ALLOWED");
    assertThat(answer.header("Allow").orElse("").split("\\s*,\\s*", -1))
        .contains(allowed.split(" ", -1));
  }

  /** Connectors refuse it before the application hears of it, and so without the envelope. */
  @Test
  void doesNotSendBackATrace() {
    Answer answer = alice.call("TRACE", "/v1/jobs").header("X-Secret", "abcdef").send();

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.has("Allow")).isTrue();
    assertThat(answer.text()).doesNotContain("abcdef");
    assertThat(answer).hidesTheInsides();
  }

  @Test
  void refusesTraceAsAnyOtherMethodThatItDoesNotKnow() {
    for (String path : new String[] {"/v1/jobs", "/v1/jobs/" + NO_JOB}) {
      assertThat(alice.call("TRACE", path).send()).isRefused("METHOD_NOT_ALLOWED");
      assertThat(api.nobody().call("TRACE", path).send()).isRefused("UNAUTHENTICATED");
    }
    assertThat(alice.call("TRACE", "/nothing").send()).isRefused("NOT_FOUND");
  }

  /** The contract leaves open whether OPTIONS is a method; it must name the others either way. */
  @Test
  void namesTheMethodsWhenAskedForTheOptions() {
    Answer answer = alice.call("OPTIONS", "/v1/jobs").send();

    assertThat(answer.status()).isIn(200, 204, 405);
    assertThat(answer.header("Allow").orElse("")).contains("GET").contains("POST");
    assertThat(answer.text()).doesNotContain("wadl");
  }

  @Test
  void answersHeadAsGetWithoutABody() {
    String id = alice.createIdle();

    for (String path : new String[] {"/v1/jobs?limit=1", "/v1/jobs/" + id}) {
      Answer head = alice.call("HEAD", path).send();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.bytes()).isEmpty();
      assertThat(head.header("Content-Type")).isEqualTo(alice.get(path).header("Content-Type"));
    }
    assertThat(alice.call("HEAD", "/v1/nothing").send().status()).isEqualTo(404);
    assertThat(alice.call("HEAD", "/v1/jobs?limit=0").send().status()).isEqualTo(400);
  }

  @Test
  void ignoresTheBodyOfAGet() {
    assertThat(alice.call("GET", "/v1/jobs?limit=1").json("{\"a\":1}").send()).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/xml",
        "application/json;q=0",
        "application/json;q=0.000, text/*",
        "text/html, application/xhtml+xml",
        "image/*",
        "application/jsonp",
        "*/*;q=0"
      })
  void refusesToAnswerInAnythingButJson(String accept) {
    assertThat(alice.call("GET", "/v1/jobs?limit=1").header("Accept", accept).send())
        .isRefused("NOT_ACCEPTABLE");
    assertThat(
            alice
                .call("POST", "/v1/jobs")
                .header("Accept", accept)
                .json(JobBody.idle().json())
                .send())
        .isRefused("NOT_ACCEPTABLE");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/*",
        "application/json",
        "APPLICATION/JSON",
        "application/json;q=0.1",
        "text/html, */*;q=0.1",
        "text/html;q=0.9, application/json;q=0.2",
        "application/json;charset=utf-8"
      })
  void answersWhoeverTakesJsonToo(String accept) {
    assertThat(alice.call("GET", "/v1/jobs?limit=1").header("Accept", accept).send())
        .isSuccess(200);
  }

  /** What a malformed Accept means is open; it must not be an error of the server's. */
  @ParameterizedTest
  @ValueSource(strings = {"garbage", "/", ";", ",", "application/json;q=x", "a/b/c", "*"})
  void survivesAMalformedAccept(String accept) {
    Answer answer = alice.call("GET", "/v1/jobs?limit=1").header("Accept", accept).send();

    assertThat(answer.status()).as("%s", answer).isIn(200, 400, 406);
    if (answer.status() == 200) {
      assertThat(answer).isSuccess(200);
    } else {
      assertThat(answer).isRefused(answer.json().path("code").asString());
    }
  }

  @Test
  void showsAJobWithAllItsMembersAndInTheUnitsThatAreSaid() {
    Answer answer = alice.job(alice.createIdle());

    assertThat(answer).isSuccess(200);
    assertThat(answer.data().propertyNames())
        .containsExactlyInAnyOrder(
            "jobId",
            "jobType",
            "status",
            "resultType",
            "payload",
            "result",
            "error",
            "cancelRequested",
            "progress",
            "attempts",
            "maxAttempts",
            "priority",
            "timeoutSeconds",
            "expiresAt",
            "createdAt",
            "updatedAt",
            "runAt",
            "startedAt",
            "finishedAt");
    assertThat(answer.jobId())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(answer.data().path("status").asString()).isEqualTo("PENDING");
    assertThat(answer.data().path("createdAt").longValue())
        .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 60_000);
    for (String unset :
        new String[] {"result", "error", "progress", "expiresAt", "startedAt", "finishedAt"}) {
      assertThat(answer.data().path(unset).isNull()).as(unset).isTrue();
    }
  }
}
