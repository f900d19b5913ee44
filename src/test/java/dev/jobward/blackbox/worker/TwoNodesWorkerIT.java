package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.Nodes;
import dev.jobward.blackbox.server.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers at one node, and users at another. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TwoNodesWorkerIT {

  private static final Logger LOG = Logger.getLogger(TwoNodesWorkerIT.class.getName());

  /** Which connections of these nodes listen, or have listened. */
  private static final String LISTENING =
      """
      from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and lower(query) in ('listen jobward', 'select 1')
      """;

  private static Nodes nodes;

  private final String type = Api.unservedType();
  private Client alice;
  private Worker here;
  private Worker there;

  @SuppressWarnings("NullAway.Init") // set before the tests
  TwoNodesWorkerIT() {}

  @BeforeAll
  static void start() {
    nodes = Nodes.start("near", "far");
  }

  @AfterAll
  static void stop() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @BeforeEach
  void meetThem() {
    alice = nodes.api(0).newUser();
    here = nodes.api(0).newWorker();
    there = nodes.api(1).newWorker();
  }

  @Test
  void giveAJobOfOneNodeToAWorkerThatWaitsAtTheOther() {
    List<Duration> delays = delays(20, () -> {});

    report("A worker at another node had its job", delays);
    // Without a word from the other node it takes half a second on the average.
    assertThat(delays.get(delays.size() / 2)).isLessThan(Duration.ofMillis(300));
    assertThat(delays.get(delays.size() - 1)).isLessThan(Duration.ofSeconds(5));
  }

  /**
   * What one node tells the other is for speed alone; nor does a caller meet the broken connection.
   */
  @Test
  void giveItSoonThoughNeitherHearsTheOther() {
    List<Duration> delays =
        delays(
            5,
            () ->
                assertThat(
                        Sql.run(
                            nodes.database(),
                            "select count(pg_terminate_backend(pid)) " + LISTENING))
                    .isPositive());

    report("A worker at another node that hears nothing had its job", delays);
    assertThat(delays.get(delays.size() - 1)).isLessThan(Duration.ofSeconds(3));
    await().until(() -> Sql.run(nodes.database(), "select count(*) " + LISTENING) >= 2);
    assertThat(delays(1, () -> {})).hasSize(1);
  }

  @Test
  void giveAJobThatIsDueLaterOrAgain() {
    CompletableFuture<Answer> waiting = waiting(there);
    String due = Long.toString(System.currentTimeMillis() + 1_000);
    String id = alice.create(JobBody.of(type, "{}").with("runAt", due)).path("jobId").asString();
    assertThat(waiting.join().jobIds()).containsExactly(id);
    Leased first = new Leased(id, waiting.join().jobs().get(0).path("leaseToken").asString());

    CompletableFuture<Answer> again = waiting(there);
    here.fail(first);

    assertThat(again.join().jobIds()).containsExactly(id);
  }

  @Test
  void giveEachJobToOneOfThoseWhoWaitAtBoth() {
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(waiting(i % 2 == 0 ? here : there));
    }
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      created.add(alice.create(type));
    }

    List<String> given = new ArrayList<>();
    waiting.forEach(answer -> given.addAll(answer.join().jobIds()));
    assertThat(given).containsExactlyInAnyOrderElementsOf(new HashSet<>(created));
  }

  @Test
  void takeAWordAtEitherNode() {
    alice.create(type);
    Leased held = here.take(type);

    assertThat(there.heartbeat(held)).isSuccess(200);
    assertThat(there.complete(held, WorkerBody.json(held, "1"))).isSuccess(200);
    assertThat(here.complete(held, WorkerBody.json(held, "1"))).isSuccess(200);
    assertThat(here.complete(held, WorkerBody.json(held, "2"))).isRefused("LEASE_LOST");
  }

  @Test
  void takeAFileAtOneNodeAndServeItAtTheOther() {
    alice.create(type);
    Leased held = there.take(type);
    byte[] content = Files.content(3 * Files.MIB);

    assertThat(there.put(held, content)).isSuccess(200);

    assertThat(alice.result(held.jobId()).bytes()).isEqualTo(content);
    assertThat(here.put(held, content)).isSuccess(200);
  }

  /** How long jobs take to a worker at the other node, the shortest first. */
  private List<Duration> delays(int times, Runnable before) {
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      CompletableFuture<Long> arrived =
          waiting(there)
              .thenApply(
                  answer -> {
                    long now = System.nanoTime();
                    assertThat(answer.jobIds()).hasSize(1);
                    return now;
                  });
      // Nothing tells that it waits by now.
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      before.run();
      String unused = alice.create(type);
      long created = System.nanoTime();
      delays.add(Duration.ofNanos(Math.max(0, arrived.join() - created)));
    }
    delays.sort(null);
    return delays;
  }

  private static void report(String what, List<Duration> delays) {
    LOG.info(
        () ->
            "%s after %d ms, at worst %d ms"
                .formatted(
                    what,
                    delays.get(delays.size() / 2).toMillis(),
                    delays.get(delays.size() - 1).toMillis()));
  }

  private CompletableFuture<Answer> waiting(Worker worker) {
    return worker
        .call("POST", "claim")
        .json(WorkerBody.claim(type).with("waitSeconds", "20").json())
        .sendLater();
  }
}
