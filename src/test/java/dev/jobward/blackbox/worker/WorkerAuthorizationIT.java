package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.server.BlackBox;
import java.util.stream.Stream;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what a worker does, and what is looked at first. */
@BlackBox
class WorkerAuthorizationIT {

  private static final String NO_JOB = "0198c0de-0000-7000-8000-000000000000";
  private static final byte[] OVERSIZE = new byte[1024 * 1024 + 1];

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;
  private Leased held;

  @SuppressWarnings("NullAway.Init") // set before each test
  WorkerAuthorizationIT() {}

  @BeforeEach
  void runAJob() {
    alice = api.newUser();
    worker = api.newWorker();
    alice.create(type);
    held = worker.take(type);
  }

  static Stream<String> posts() {
    return Stream.of(
        "claim",
        "jobs/" + NO_JOB + "/heartbeat",
        "jobs/" + NO_JOB + "/complete",
        "jobs/" + NO_JOB + "/fail",
        "reports");
  }

  @ParameterizedTest
  @MethodSource("posts")
  void refusesACallerWithoutAToken(String path) {
    assertThat(api.nobody().asWorker().call("POST", path).json("{}").send())
        .isRefused("UNAUTHENTICATED");
    assertThat(api.bearer("a.b.c").asWorker().call("POST", path).json("{}").send())
        .isInvalidToken();
  }

  @ParameterizedTest
  @MethodSource("posts")
  void refusesACallerWhoIsNoWorker(String path) {
    for (String[] roles : new String[][] {{}, {"user"}, {"admin"}, {"user", "admin"}, {"WORKER"}}) {
      assertThat(stranger(roles).call("POST", path).json("{}").send()).isRefused("FORBIDDEN");
    }
  }

  @Test
  void refusesAFileOfACallerWhoIsNoWorker() {
    assertThat(api.nobody().asWorker().put(held, new byte[1])).isRefused("UNAUTHENTICATED");
    for (String[] roles : new String[][] {{}, {"user"}, {"admin"}, {"user", "admin"}}) {
      assertThat(stranger(roles).put(held, new byte[1])).isRefused("FORBIDDEN");
    }
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }

  /** The token, and not who sends it, says whose attempt it is: a worker may be many programs. */
  @Test
  void takesTheWordOfAnyWorkerWhoHasTheLeaseToken() {
    assertThat(api.newWorker().complete(held)).isSuccess(200);
  }

  @Test
  void takesAWorkerWithFurtherRoles() {
    assertThat(stranger("user", "worker", "somewhere-else").complete(held)).isSuccess(200);
  }

  @Test
  void letsNoTokenSpeakOfAnotherJob() {
    alice.create(type);
    Leased other = worker.take(type);
    Leased mixed = held.withToken(other.token());

    assertThat(worker.heartbeat(mixed)).isRefused("LEASE_LOST");
    assertThat(worker.complete(mixed)).isRefused("LEASE_LOST");
    assertThat(worker.fail(mixed)).isRefused("LEASE_LOST");
    assertThat(worker.put(mixed, new byte[1])).isRefused("LEASE_LOST");
    assertThat(worker.heartbeat(held)).isSuccess(200);
    assertThat(worker.heartbeat(other)).isSuccess(200);
  }

  @Test
  void letsNobodyGuessATokenOfAJobThatWaits() {
    String waiting = alice.create(type);
    for (String guess :
        new String[] {"00000000-0000-0000-0000-000000000000", waiting, "null", "%", "*"}) {
      Leased guessed = new Leased(waiting, guess);
      assertThat(worker.complete(guessed)).isRefused("LEASE_LOST");
      assertThat(worker.heartbeat(guessed)).isRefused("LEASE_LOST");
      assertThat(worker.fail(guessed)).isRefused("LEASE_LOST");
    }
    assertThat(alice.job(waiting).data().path("status").asString()).isEqualTo("PENDING");
  }

  @Test
  void showsALeaseTokenToItsWorkerAlone() {
    String shown =
        alice.job(held.jobId()).text()
            + alice.list("limit=100").text()
            + alice.get("/v1/jobs/" + held.jobId() + "/attempts").text()
            + worker.complete(held).text();

    assertThat(shown).doesNotContain(held.token());
  }

  @Test
  void letsAWorkerDoNothingThatAUserDoes() {
    Client notAUser = api.client(Api.newSubject(), "worker");

    assertThat(notAUser.list("limit=1")).isRefused("FORBIDDEN");
    assertThat(notAUser.job(held.jobId())).isRefused("FORBIDDEN");
  }

  @ParameterizedTest
  @MethodSource("posts")
  void looksForFaultsInTheirOrder(String path) {
    Worker nobody = stranger();
    assertThat(send(nobody, "POST", "nothing/" + path, "text/plain", "text/html"))
        .isRefused("NOT_FOUND");
    assertThat(send(nobody, "DELETE", path, "text/plain", "text/html"))
        .isRefused("METHOD_NOT_ALLOWED");
    assertThat(send(nobody, "POST", path, "text/plain", "text/html"))
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
    assertThat(send(nobody, "POST", path, "application/json", "text/html"))
        .isRefused("NOT_ACCEPTABLE");
    assertThat(send(nobody, "POST", path, "application/json", "*/*")).isRefused("FORBIDDEN");
    if (!path.equals("reports")) {
      assertThat(send(worker, "POST", path, "application/json", "*/*"))
          .isRefused("PAYLOAD_TOO_LARGE");
    }
    assertThat(worker.call("POST", path).json("{}").send()).isRefused("INVALID_BODY");
  }

  @Test
  void looksForFaultsOfAFileInTheirOrder() {
    Leased nothing = new Leased(NO_JOB, "x");
    Worker nobody = stranger();
    assertThat(
            nobody
                .put(nothing)
                .header("Content-Encoding", "gzip")
                .header("Accept", "text/html")
                .send())
        .isRefused("UNSUPPORTED_MEDIA_TYPE");
    assertThat(nobody.put(nothing).header("Accept", "text/html").send())
        .isRefused("NOT_ACCEPTABLE");
    assertThat(nobody.put(nothing).header("Content-Type", "*/*").send()).isRefused("FORBIDDEN");
    assertThat(worker.put(nothing).header("Content-Type", "*/*").send())
        .isRefused("INVALID_HEADER");
    assertThat(worker.put(nothing, new byte[1])).isRefused("NOT_FOUND");
    assertThat(worker.put(held.withToken("x"), new byte[1])).isRefused("LEASE_LOST");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, claim, POST",
    "PUT, claim, POST",
    "get, claim, POST",
    "GET, reports, POST",
    "GET, jobs/" + NO_JOB + "/heartbeat, POST",
    "DELETE, jobs/" + NO_JOB + "/complete, POST",
    "PUT, jobs/" + NO_JOB + "/fail, POST",
    "POST, jobs/" + NO_JOB + "/result, PUT",
    "GET, jobs/" + NO_JOB + "/result, PUT"
  })
  void namesTheMethodsThatThereAre(String method, String path, String allowed) {
    Answer answer = worker.call(method, path).send();

    assertThat(answer).isRefused("METHOD_NOT_ALLOWED");
    assertThat(answer.header("Allow").orElse("").split("\\s*,\\s*", -1)).contains(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claims",
        "claim/",
        "claim/x",
        "jobs",
        "jobs/" + NO_JOB,
        "jobs/" + NO_JOB + "/cancel",
        "jobs/" + NO_JOB + "/heartbeat/x",
        "report"
      })
  void knowsNoOtherPath(String path) {
    assertThat(worker.call("POST", path).json("{}").send()).isRefused("NOT_FOUND");
  }

  private Worker stranger(String... roles) {
    return api.client(Api.newSubject(), roles).asWorker();
  }

  private static Answer send(
      Worker caller, String method, String path, String contentType, String accept) {
    return caller
        .call(method, path)
        .header("Content-Type", contentType)
        .header("Accept", accept)
        .body(OVERSIZE)
        .send();
  }
}
