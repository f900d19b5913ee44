package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Call;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.EventFeed;
import dev.jobward.blackbox.client.Jwt;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a job's events are asked for, and refused. What they tell: {@link EventsIT}. */
@BlackBox
class EventsRequestIT {

  private static final String NO_JOB = "0198c0de-0000-7000-8000-000000000000";

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void isAnsweredWithNothingToOneWhoHasSeenTheEnd() {
    String id = finalJob();
    String last = alice.events(id).send().text().lines().findFirst().orElseThrow();

    Answer again = alice.events(id).header("Last-Event-ID", last.substring(4)).send();

    assertThat(again.status()).isEqualTo(204);
    assertThat(again.bytes()).isEmpty();
    assertThat(again.has("Content-Type")).isFalse();
    assertThat(again.has("X-Request-Id")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "-1", "x", "99999999999999999999", "2.0", "02", "id: 2"})
  void beginsWithTheJobAsItIsForWhoHasSeenSomethingElse(String lastEventId) {
    String id = finalJob();

    EventFeed feed = alice.events(id).header("Last-Event-ID", lastEventId).follow();

    assertThat(feed.next().status()).isEqualTo("CANCELLED");
    assertThat(feed.rest()).isEmpty();
  }

  @Test
  void beginsWithTheJobAsItIsForWhoHasSeenAllOfOneThatGoesOn() {
    String id = alice.createIdle();
    int seen;
    try (EventFeed first = alice.events(id).follow()) {
      seen = first.next().id();
    }

    EventFeed second = alice.events(id).header("Last-Event-ID", Integer.toString(seen)).follow();

    assertThat(second.next().id()).isEqualTo(seen);
    alice.cancel(id);
    assertThat(second.next().id()).isEqualTo(seen + 1);
    assertThat(second.rest()).isEmpty();
  }

  @Test
  void answersHeadWithoutAStream() {
    String waiting = alice.createIdle();

    Answer head = alice.call("HEAD", path(waiting)).send();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.bytes()).isEmpty();
    assertThat(head.header("Content-Type").orElse("")).startsWith("text/event-stream");
    assertThat(alice.call("HEAD", path(NO_JOB)).send().status()).isEqualTo(404);
    assertThat(api.nobody().call("HEAD", path(waiting)).send().status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "BREW", "get"})
  void knowsNoOtherMethod(String method) {
    Answer refused = alice.call(method, path(alice.createIdle())).send();

    assertThat(refused).isRefused("METHOD_NOT_ALLOWED");
    assertThat(refused.header("Allow").orElse("").split("\\s*,\\s*", -1)).contains("GET", "HEAD");
  }

  @Test
  void namesTheMethodsWhenAskedForTheOptions() {
    Answer options = alice.call("OPTIONS", path(NO_JOB)).send();

    assertThat(options.status()).isIn(200, 204, 405);
    assertThat(options.header("Allow").orElse("").split("\\s*,\\s*", -1)).contains("GET", "HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "text/html",
        "text/event-stream;q=0",
        "text/event-stream;q=0, */*",
        "image/*"
      })
  void refusesToAnswerInAnythingElse(String accept) {
    Call call = alice.call("GET", path(finalJob())).header("Accept", accept);

    assertThat(call.send()).isRefused("NOT_ACCEPTABLE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/*",
        "TEXT/EVENT-STREAM",
        "application/json, text/event-stream",
        "text/html;q=0.9, */*;q=0.1"
      })
  void answersWhoeverTakesEventsToo(String accept) {
    Answer answer = alice.call("GET", path(finalJob())).header("Accept", accept).send();

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.text()).contains("event: job");
  }

  @Test
  void answersWhoSaysSoInTheSecondOfTwoLinesOrNotAtAll() {
    String id = finalJob();
    Call two =
        alice
            .call("GET", path(id))
            .header("Accept", "application/json")
            .header("Accept", "text/event-stream");

    assertThat(two.send().status()).isEqualTo(200);
    assertThat(alice.get(path(id)).status()).isEqualTo(200);
  }

  @Test
  void refusesOneWhoIsNoUser() {
    String id = finalJob();

    for (String[] roles : new String[][] {{}, {"worker"}, {"admin"}, {"USER"}}) {
      assertThat(api.client(Api.newSubject(), roles).events(id).send()).isRefused("FORBIDDEN");
    }
    assertThat(api.nobody().events(id).send()).isRefused("UNAUTHENTICATED");
    assertThat(api.bearer("a.b.c").events(id).send()).isInvalidToken();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NO_JOB,
        "no-uuid",
        "0198C0DE-0000-7000-8000-00000000000A",
        "0198c0de-0000-4000-8000-000000000000",
        "%20",
        "%7Bx%7D"
      })
  void refusesAJobThatIsNotThereAndAnIdThatIsNone(String id) {
    assertThat(alice.events(id).send()).isRefused("NOT_FOUND");
  }

  @Test
  void isThereUnderItsOwnAddressAlone() {
    String path = path(finalJob());

    for (String other : new String[] {"/", "/x", "x", ".json", "/../events/x"}) {
      assertThat(alice.get(path + other).status()).as(other).isEqualTo(404);
    }
    assertThat(alice.get("/v1/jobs/events")).isRefused("NOT_FOUND");
    assertThat(alice.get("/v1/jobs//events").status()).isEqualTo(404);
    assertThat(alice.get(path + "?x=y").status()).isEqualTo(200);
  }

  @Test
  void looksForFaultsInTheOrderOfAllCalls() {
    Client worker = api.client(Api.newSubject(), "worker");

    assertThat(worker.call("POST", path(NO_JOB)).header("Accept", "text/html").send())
        .isRefused("METHOD_NOT_ALLOWED");
    assertThat(worker.call("GET", path(NO_JOB)).header("Accept", "text/html").send())
        .isRefused("NOT_ACCEPTABLE");
    assertThat(worker.events(NO_JOB).send()).isRefused("FORBIDDEN");
  }

  /** Whether such a token is accepted is the server's matter; if it is, it opens a stream. */
  @ParameterizedTest
  @ValueSource(strings = {"%s.5", "%se0", "253402300799", "31556889864403199", "9e18", "1e300"})
  void opensForEveryTokenThatTheOtherCallsTake(String expiry) {
    var key = api.tokens().key();
    assumeThat(key).as("the key that the server trusts").isPresent();
    Jwt jwt = Jwt.acceptableTo(api).claim("exp", expiry.formatted(Jwt.secondsFromNow(600)));
    String token = jwt.sign(Jwt.rsa(key.orElseThrow().privateKey(), "SHA256withRSA"));
    Client owner = api.bearer(token);

    int others = owner.list("limit=1").status();

    assertThat(owner.events(NO_JOB).send().status()).isEqualTo(others == 200 ? 404 : others);
    if (others == 200) {
      try (EventFeed feed = owner.events(owner.createIdle()).follow()) {
        assertThat(feed.next().status()).isEqualTo("PENDING");
        assertThat(feed.isOver()).isFalse();
      }
    }
  }

  private String finalJob() {
    String id = alice.createIdle();
    alice.cancel(id);
    return id;
  }

  private static String path(String id) {
    return "/v1/jobs/" + id + "/events";
  }
}
