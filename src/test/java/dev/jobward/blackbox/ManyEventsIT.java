package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.EventFeed;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.ServerProcess;
import dev.jobward.blackbox.server.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A thousand streams of events at once, on a server with few threads. */
@BlackBox
@EnabledOnOs(OS.LINUX)
class ManyEventsIT {

  private static final int STREAMS = 1_000;

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;
  private ServerProcess process;

  @SuppressWarnings("NullAway.Init") // set before each test
  ManyEventsIT() {}

  @BeforeEach
  void findTheProcess() {
    assumeThat(server.process()).as("a server that this run has started").isPresent();
    process = ServerProcess.of(server);
    alice = api.newUser();
  }

  /** One test, because it takes the quarter of a minute after which a silent stream shows life. */
  @Test
  void costLittleAndHearOfOneChangeAll() {
    HeldJob held = HeldJob.of(alice, api);
    int threads = process.threads();
    List<EventFeed> feeds = open(held.id(), STREAMS);
    assertThat(process.threads() - threads).isLessThan(STREAMS / 10);

    Duration cpu = process.cpu();
    assertThat(feeds).allMatch(feed -> feed.hasCommentWithin(20));
    assertThat(process.cpu().minus(cpu)).isLessThan(Duration.ofSeconds(8));
    assertThat(feeds).allMatch(feed -> feed.pending().isEmpty() && !feed.isOver());

    long changed = System.nanoTime();
    held.progress(50, "half");
    for (EventFeed feed : feeds) {
      EventFeed.Event event = feed.next();
      assertThat(event.job().at("/progress/percent").intValue()).isEqualTo(50);
      assertThat(event.receivedAt() - changed).isLessThan(5_000_000_000L);
    }
    held.complete("1");
    for (EventFeed feed : feeds) {
      assertThat(feed.next().status()).isEqualTo("COMPLETED");
      assertThat(feed.rest()).isEmpty();
    }
    assertThat(process.threads() - threads).isLessThan(STREAMS / 10);
  }

  @Test
  void areGivenUpWhenTheirClientsAreGone() {
    int streams = 100;
    HeldJob held = HeldJob.of(alice, api);
    List<EventFeed> feeds = open(held.id(), streams);
    int open = process.openFiles();

    feeds.forEach(EventFeed::close);

    // From the first write the server learns that nobody listens, from the second that it failed.
    int[] percent = {0};
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              held.progress(percent[0]++ % 100, "on");
              return process.openFiles() <= open - streams * 9 / 10;
            });
    try (EventFeed another = alice.events(held.id()).follow()) {
      assertThat(another.next().status()).isEqualTo("RUNNING");
    }
  }

  /** A few at a time: what is measured are streams that are open, and not a burst of requests. */
  private List<EventFeed> open(String id, int count) {
    List<EventFeed> feeds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      feeds.add(alice.events(id).follow());
      if (i >= 10) {
        feeds.get(i - 10).next();
      }
    }
    feeds.subList(Math.max(0, count - 10), count).forEach(EventFeed::next);
    return feeds;
  }
}
