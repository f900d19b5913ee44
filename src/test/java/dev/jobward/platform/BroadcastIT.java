package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.Told;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes of one database. */
class BroadcastIT {

  private static final Heard ANYTHING = new Heard("", Set.of());

  private final String topic = "t" + UUID.randomUUID().toString().replace("-", "");
  private final Node first = new Node();
  private final Node second = new Node();

  @BeforeEach
  void begin() {
    first.begin();
    second.begin();
  }

  @AfterEach
  void end() {
    first.stop();
    second.stop();
  }

  @Test
  void tellsTheOtherOnceAndNotItself() {
    first.broadcast.tell(topic, List.of("a", "b"));
    second.awaitWords("a", "b");
    second.broadcast.tell(topic, List.of("back"));
    first.awaitWords("back");

    assertThat(second.heard()).containsExactly(new Heard(topic, Set.of("a", "b")));
    assertThat(first.heard()).containsExactly(new Heard(topic, Set.of("back")));
  }

  @Test
  void tellsTheFirstWordAtOnceAndThoseThatFollowCloselyTogether() {
    for (int i = 0; i < 200; i++) {
      first.broadcast.tell(topic, List.of("w" + i));
    }
    second.awaitWords(IntStream.range(0, 200).mapToObj("w%d"::formatted).toArray(String[]::new));

    assertThat(second.heard()).hasSizeLessThan(50);
    assertThat(second.heard().stream().mapToInt(heard -> heard.words().size()).sum())
        .isEqualTo(200);
  }

  @Test
  void keepsTopicsApart() {
    first.broadcast.tell(topic, List.of("a"));
    first.broadcast.tell("other", List.of("b"));
    second.awaitWords("a");

    await().until(() -> second.told.events().contains(new Heard("other", Set.of("b"))));
    assertThat(second.heard()).containsExactly(new Heard(topic, Set.of("a")));
  }

  @Test
  void saysThatItMayBeAnythingWhereThereIsTooMuchToTell() {
    Set<String> words =
        IntStream.range(0, 1_000)
            .mapToObj(i -> UUID.randomUUID().toString())
            .collect(Collectors.toSet());

    first.broadcast.tell(topic, words);

    await().until(() -> !second.heard().isEmpty());
    assertThat(second.heard()).containsExactly(new Heard(topic, Set.of()));
  }

  @Test
  void passesOnThatItMayBeAnything() {
    first.broadcast.tell(topic, List.of());
    first.broadcast.tell(topic, List.of("a"));

    await().until(() -> second.heard().contains(new Heard(topic, Set.of())));
  }

  @Test
  void hearsAgainAfterItsConnectionBrokeAndSaysThatItMayHaveMissedSomething() {
    int before = second.anythings();

    second.source.cut();

    await().atMost(Duration.ofSeconds(15)).until(() -> second.anythings() > before);
    first.broadcast.tell(topic, List.of("a"));
    second.awaitWords("a");
  }

  @Test
  void tellsAgainAfterTheDatabaseDidNotLetIt() {
    first.source.refuse();
    first.broadcast.tell(topic, List.of("lost"));
    await().until(() -> first.source.refused() > 0);
    first.source.accept();

    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              first.broadcast.tell(topic, List.of("a"));
              return second.heard().stream().anyMatch(heard -> heard.words().contains("a"));
            });
  }

  @Test
  void passesOverWhatIsNotANodesWord() {
    for (String text : new String[] {"", "x", " ", "a b c d"}) {
      first.execute("select pg_notify('jobward', ?)", text);
    }
    first.broadcast.tell(topic, List.of("a"));

    second.awaitWords("a");
  }

  /** One of them: what it hears, and the connections that it makes. */
  private final class Node {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Told<Heard> told = new Told<>();
    private final Connections source = new Connections();
    private final Database database = new Database(source.dataSource());
    private final Broadcast broadcast = new Broadcast(database, told);

    private void begin() {
      broadcast.start(threads);
      await().until(() -> anythings() > 0);
    }

    private void stop() {
      broadcast.stop(new Object());
      threads.shutdown();
      try {
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private int anythings() {
      return (int) told.events().stream().filter(ANYTHING::equals).count();
    }

    /** Of this test's own topic. */
    private List<Heard> heard() {
      return told.events().stream().filter(heard -> heard.topic().equals(topic)).toList();
    }

    private void awaitWords(String... words) {
      await()
          .until(
              () ->
                  heard().stream()
                      .flatMap(heard -> heard.words().stream())
                      .collect(Collectors.toSet())
                      .containsAll(List.of(words)));
    }

    private void execute(String sql, String parameter) {
      var unused = database.query(sql, statement -> statement.setString(1, parameter), row -> true);
    }
  }
}
