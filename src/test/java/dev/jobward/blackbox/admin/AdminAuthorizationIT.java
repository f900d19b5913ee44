package dev.jobward.blackbox.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what an administrator does, and what is looked at first. */
@BlackBox
class AdminAuthorizationIT {

  private static final String NO_JOB = "0198c0de-0000-7000-8000-000000000000";

  @ArquillianResource private Api api;

  @ParameterizedTest
  @CsvSource({
    "GET, jobs?limit=1",
    "GET, jobs/" + NO_JOB,
    "POST, jobs/" + NO_JOB + "/cancel",
    "POST, jobs/" + NO_JOB + "/retry",
    "GET, queues",
    "POST, queues/admin.refused/pause",
    "POST, queues/admin.refused/resume"
  })
  void refusesWhoIsNoAdministrator(String method, String path) {
    assertThat(send(api.nobody(), method, path)).isRefused("UNAUTHENTICATED");
    assertThat(send(api.bearer("a.b.c"), method, path)).isInvalidToken();
    for (String[] roles :
        new String[][] {{}, {"user"}, {"worker"}, {"user", "worker"}, {"ADMIN"}, {"admins"}}) {
      assertThat(send(api.client(Api.newSubject(), roles), method, path)).isRefused("FORBIDDEN");
    }
    assertThat(send(api.client(Api.newSubject(), "user", "admin", "x"), method, path).status())
        .isIn(200, 404);
  }

  @Test
  void changesNothingForWhoIsRefused() {
    Client alice = api.newUser();
    String id = alice.createIdle();

    assertThat(send(alice, "POST", "jobs/" + id + "/cancel")).isRefused("FORBIDDEN");

    assertThat(alice.job(id).data().path("status").asString()).isEqualTo("PENDING");
  }

  @Test
  void letsAnAdministratorDoNothingThatOthersDo() {
    Client admin = api.client(Api.newSubject(), "admin");
    String id = api.newUser().createIdle();

    assertThat(admin.list("limit=1")).isRefused("FORBIDDEN");
    assertThat(admin.job(id)).isRefused("FORBIDDEN");
    assertThat(admin.asWorker().call("POST", "claim").json("{}").send()).isRefused("FORBIDDEN");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, jobs, GET",
    "DELETE, jobs/" + NO_JOB + ", GET",
    "GET, jobs/" + NO_JOB + "/cancel, POST",
    "PUT, jobs/" + NO_JOB + "/retry, POST",
    "POST, queues, GET",
    "GET, queues/a/pause, POST",
    "DELETE, queues/a/resume, POST"
  })
  void namesTheMethodsThatThereAre(String method, String path, String allowed) {
    Answer answer = send(api.client(Api.newSubject(), "user"), method, path);

    assertThat(answer).isRefused("METHOD_NOT_ALLOWED");
    assertThat(answer.header("Allow").orElse("").split("\\s*,\\s*", -1)).contains(allowed);
  }

  @ParameterizedTest
  @CsvSource({"GET, jobs", "GET, queues", "POST, queues/1a/pause", "POST, jobs/x/cancel"})
  void looksForFaultsInTheirOrder(String method, String path) {
    Client user = api.newUser();
    assertThat(accepting(user, method, path, "text/html")).isRefused("NOT_ACCEPTABLE");
    assertThat(accepting(user, method, path, "application/json")).isRefused("FORBIDDEN");
    assertThat(accepting(user, method, path + "/x/y/z", "text/html")).isRefused("NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "job",
        "jobs/" + NO_JOB + "/delete",
        "jobs/" + NO_JOB + "/events",
        "jobs/" + NO_JOB + "/result",
        "queues/a",
        "queues/a/drop",
        "queues/a/pause/x"
      })
  void knowsNoOtherPath(String path) {
    Client admin = api.client(Api.newSubject(), "admin");

    assertThat(send(admin, "POST", path)).isRefused("NOT_FOUND");
  }

  private static Answer send(Client caller, String method, String path) {
    return caller.call(method, "/v1/admin/" + path).send();
  }

  private static Answer accepting(Client caller, String method, String path, String accept) {
    return caller.call(method, "/v1/admin/" + path).header("Accept", accept).send();
  }
}
