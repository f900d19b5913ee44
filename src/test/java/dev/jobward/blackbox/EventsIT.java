package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.EventFeed;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a stream of a job's events tells. How it is asked for: {@link EventsRequestIT}. */
@BlackBox
class EventsIT {

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void beginsAtOnceWithTheJobAsAListHasIt() {
    String id = alice.createIdle();

    try (EventFeed feed = alice.events(id).follow()) {
      EventFeed.Event event = feed.next();

      assertThat(event.fields()).hasSize(3);
      assertThat(event.fields().get(0)).matches("id: [1-9][0-9]*");
      assertThat(event.fields().get(1)).isEqualTo("event: job");
      assertThat(event.fields().get(2)).startsWith("data: {");
      assertThat(event.job()).isEqualTo(listed());
      assertThat(event.job().has("payload")).isFalse();
      assertThat(event.job().has("result")).isFalse();
      assertThat(feed.isOver()).isFalse();
    }
  }

  @Test
  void isAnAnswerThatNobodyKeepsOrGathers() {
    try (EventFeed feed = alice.events(alice.createIdle()).follow()) {
      Answer head = feed.opened();

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Type").orElse(""))
          .matches("(?i)text/event-stream(;\\s*charset=utf-8)?");
      assertThat(head.header("Cache-Control")).hasValue("no-store");
      assertThat(head.header("X-Accel-Buffering")).hasValue("no");
      assertThat(head.has("X-Request-Id")).isTrue();
      assertThat(head.has("Content-Length")).isFalse();
      assertThat(head.has("Content-Encoding")).isFalse();
      assertThat(head).hidesTheInsides();
    }
  }

  @Test
  void tellsOfEachChangeUntilTheEnd() {
    JsonNode created = alice.create(JobBody.idle());
    EventFeed feed = alice.events(created.path("jobId").asString()).follow();
    List<EventFeed.Event> events = new ArrayList<>(List.of(feed.next()));

    HeldJob held = HeldJob.claim(api, created.path("jobType").asString());
    events.add(feed.next());
    assertThat(events.get(1).job()).isEqualTo(listed());
    held.progress(10, "begun \u00e9 \ud83d\ude00");
    events.add(feed.next());
    assertThat(events.get(2).job()).isEqualTo(listed());
    held.progress(20, "on");
    events.add(feed.next());
    held.complete("{\"large\":\"" + "x".repeat(100_000) + "\"}");
    events.add(feed.next());

    assertThat(feed.rest()).isEmpty();
    assertThat(events)
        .extracting(EventFeed.Event::status)
        .containsExactly("PENDING", "RUNNING", "RUNNING", "RUNNING", "COMPLETED");
    assertThat(events)
        .extracting(event -> event.job().at("/progress/percent").intValue(-1))
        .containsExactly(-1, -1, 10, 20, 20);
    assertThat(events.get(2).job().at("/progress/message").asString())
        .isEqualTo("begun \u00e9 \ud83d\ude00");
    assertThat(events.get(4).job()).isEqualTo(listed());
    assertThat(events).extracting(EventFeed.Event::id).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void tellsOfAFailureOfAnotherAttemptAndOfACancel() {
    HeldJob first = HeldJob.of(alice, api);
    String type = alice.job(first.id()).data().path("jobType").asString();
    EventFeed feed = alice.events(first.id()).follow();
    assertThat(feed.next().status()).isEqualTo("RUNNING");

    first.fail("BUSY", true);
    EventFeed.Event waiting = feed.next();
    assertThat(waiting.status()).isEqualTo("PENDING");
    assertThat(waiting.job().at("/error/code").asString()).isEqualTo("BUSY");

    HeldJob second = HeldJob.claim(api, type);
    assertThat(feed.next().job().path("attempts").intValue()).isEqualTo(2);
    alice.cancel(first.id());
    EventFeed.Event asked = feed.next();
    assertThat(asked.status()).isEqualTo("RUNNING");
    assertThat(asked.job().path("cancelRequested").booleanValue()).isTrue();

    second.fail("STOPPED", true);
    assertThat(feed.next().status()).isEqualTo("CANCELLED");
    assertThat(feed.rest()).isEmpty();
  }

  @Test
  void saysNothingOfABareHeartbeat() {
    HeldJob held = HeldJob.of(alice, api);
    try (EventFeed feed = alice.events(held.id()).follow()) {
      int known = feed.next().id();

      held.heartbeat();
      held.progress(5, "on");
      held.progress(5, "on");
      held.heartbeat();
      EventFeed.Event progress = feed.next();
      assertThat(progress.id()).isEqualTo(known + 1);
      alice.cancel(held.id());

      assertThat(feed.next().id()).isEqualTo(known + 2);
    }
  }

  @Test
  void tellsTheLatestOfManyCloseChanges() {
    HeldJob held = HeldJob.of(alice, api);
    EventFeed feed = alice.events(held.id()).follow();
    feed.next();

    for (int percent = 0; percent < 100; percent++) {
      held.progress(percent, "step " + percent);
    }
    held.complete("1");

    List<EventFeed.Event> events = feed.rest();
    assertThat(events).hasSizeBetween(1, 101);
    assertThat(events).extracting(EventFeed.Event::id).isSorted().doesNotHaveDuplicates();
    EventFeed.Event last = events.get(events.size() - 1);
    assertThat(last.status()).isEqualTo("COMPLETED");
    assertThat(last.job().at("/progress/percent").intValue()).isEqualTo(99);
  }

  @Test
  void isOneEventForAJobThatIsFinal() {
    String id = alice.createIdle();
    alice.cancel(id);

    EventFeed feed = alice.events(id).follow();

    assertThat(feed.rest()).hasSize(1);
    assertThat(feed.next().status()).isEqualTo("CANCELLED");
  }

  @Test
  void endsWithAJobThatIsDeleted() {
    String id = alice.createIdle();
    EventFeed feed = alice.events(id).follow();
    feed.next();

    alice.cancel(id);
    alice.delete(id);

    // The end may have been seen before it went, or not.
    assertThat(feed.rest()).hasSizeBetween(0, 1);
    assertThat(alice.events(id).send()).isRefused("NOT_FOUND");
  }

  @Test
  void tellsEachJobsOwnChangesAndNoOthers() {
    String first = alice.createIdle();
    String second = alice.createIdle();
    EventFeed firsts = alice.events(first).follow();
    try (EventFeed seconds = alice.events(second).follow()) {
      firsts.next();
      seconds.next();

      alice.cancel(first);

      assertThat(firsts.next().job().path("jobId").asString()).isEqualTo(first);
      assertThat(firsts.rest()).isEmpty();
      assertThat(seconds.pending()).isEmpty();
      assertThat(seconds.isOver()).isFalse();
    }
  }

  /** Five after each other: who only looked once a second would take five of them. */
  @Test
  void tellsOfAChangeAtOnce() {
    HeldJob held = HeldJob.of(alice, api);
    try (EventFeed feed = alice.events(held.id()).follow()) {
      feed.next();
      long began = System.nanoTime();

      for (int percent = 1; percent <= 5; percent++) {
        held.progress(percent, "on");
        assertThat(feed.next().job().at("/progress/percent").intValue()).isEqualTo(percent);
      }

      assertThat(System.nanoTime() - began).isLessThan(3_000_000_000L);
    }
  }

  private JsonNode listed() {
    return alice.list("limit=1").jobs().get(0);
  }
}
