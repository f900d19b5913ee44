package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Call;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another user's job looks like one that does not exist. */
@BlackBox
class IsolationIT {

  private static final String NO_JOB = "0198c0de-0000-7000-8000-000000000000";

  @ArquillianResource private Api api;
  private Client alice;
  private Client bob;
  private String alicesJob = "";

  @BeforeEach
  void giveAliceAJobWithAResult() {
    alice = api.newUser();
    bob = api.newUser();
    alicesJob = alice.create(JobBody.echo("{\"secret\":1}")).path("jobId").asString();
    alice.await(alicesJob, "COMPLETED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/jobs/%s", "/v1/jobs/%s/result", "/v1/jobs/%s/attempts", "/v1/jobs/%s/events"})
  void answersForItAsForOneThatIsNotThere(String path) {
    assertThat(alice.get(path.formatted(alicesJob)).status()).isEqualTo(200);

    Answer others = withRequestId(bob, path.formatted(alicesJob));
    Answer none = withRequestId(bob, path.formatted(NO_JOB));

    assertThat(others).isRefused("NOT_FOUND");
    assertThat(others.text()).isEqualTo(none.text());
    assertThat(others.text()).doesNotContain(alicesJob);
    for (String header : new String[] {"Content-Type", "Content-Length", "Cache-Control", "ETag"}) {
      assertThat(others.header(header)).as(header).isEqualTo(none.header(header));
    }
  }

  @ParameterizedTest
  @CsvSource({"POST, /cancel", "POST, /retry", "DELETE, ''"})
  void changesItNoMoreThanOneThatIsNotThere(String method, String call) {
    String waiting = alice.createIdle();
    String cancelled = alice.createIdle();
    alice.cancel(cancelled);

    for (String id : new String[] {alicesJob, waiting, cancelled}) {
      var before = alice.job(id).data();
      Answer others = changeCall(method, id, call).send();
      Answer none = changeCall(method, NO_JOB, call).send();
      assertThat(others).isRefused("NOT_FOUND");
      assertThat(others.text()).isEqualTo(none.text());
      assertThat(others.header("Content-Length")).isEqualTo(none.header("Content-Length"));
      assertThat(alice.job(id).data()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', Prefer, wait=20",
    "/events, Last-Event-ID, 3",
    "/events, Last-Event-ID, 1",
    "/events, Accept, text/event-stream"
  })
  void waitsForItNoMoreThanForOneThatIsNotThere(String call, String header, String value) {
    Answer others = changeCall("GET", alicesJob, call).header(header, value).send();
    Answer none = changeCall("GET", NO_JOB, call).header(header, value).send();

    assertThat(others).isRefused("NOT_FOUND");
    assertThat(others.text()).isEqualTo(none.text());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, Range, bytes=0-0",
    "GET, Range, bytes=1000-",
    "GET, If-None-Match, *",
    "HEAD, Range, bytes=0-0",
    "HEAD, If-None-Match, *"
  })
  void answersForAPartOfItOrItsHeadAsForOneThatIsNotThere(
      String method, String header, String value) {
    Answer others = resultCall(method, alicesJob).header(header, value).send();
    Answer none = resultCall(method, NO_JOB).header(header, value).send();

    assertThat(others.status()).isEqualTo(404);
    assertThat(others).hasToString(none.toString());
  }

  @Test
  void showsItInNoListOfAnotherUser() {
    bob.createIdle();

    assertThat(bob.listAll("limit=100")).hasSize(1).doesNotContain(alicesJob);
    for (String filter :
        new String[] {
          "status=COMPLETED",
          "jobType=echo",
          "resultType=JSON",
          "dateFrom=0",
          "owner=alice",
          "jobId=" + alicesJob
        }) {
      assertThat(bob.listAll("limit=100&" + filter)).doesNotContain(alicesJob);
    }
  }

  /** No role contains another, and the owner's calls are the owner's. */
  @Test
  void isKeptFromAdminsAndWorkersWhoAreUsersToo() {
    Client everything = api.client(Api.newSubject(), "user", "worker", "admin");

    assertThat(everything.job(alicesJob)).isRefused("NOT_FOUND");
    assertThat(everything.listAll("limit=100")).isEmpty();
  }

  @Test
  void tellsSubjectsApartToTheLastCharacter() {
    String name = Api.newSubject();
    String id = api.client(name, "user").createIdle();

    for (String other :
        new String[] {
          name + " ",
          " " + name,
          name + "x",
          name.toUpperCase(java.util.Locale.ROOT),
          name.substring(1),
          name + "%",
          "%",
          "_".repeat(name.length())
        }) {
      assertThat(api.client(other, "user").job(id)).isRefused("NOT_FOUND");
      assertThat(api.client(other, "user").listAll("limit=100")).doesNotContain(id);
    }
    assertThat(api.client(name, "user").job(id)).isSuccess(200);
  }

  private Call resultCall(String method, String id) {
    return bob.call(method, "/v1/jobs/%s/result".formatted(id)).header("X-Request-Id", "the-same");
  }

  private Call changeCall(String method, String id, String call) {
    return bob.call(method, "/v1/jobs/" + id + call).header("X-Request-Id", "the-same");
  }

  private static Answer withRequestId(Client caller, String path) {
    return caller.call("GET", path).header("X-Request-Id", "the-same").send();
  }
}
