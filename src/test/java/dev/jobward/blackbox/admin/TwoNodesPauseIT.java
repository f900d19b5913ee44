package dev.jobward.blackbox.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.Nodes;
import dev.jobward.blackbox.server.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A type that is paused at one node is paused at the other. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TwoNodesPauseIT {

  private static Nodes nodes;

  private final String type = Api.unservedType();
  private Client alice;
  private Client admin;

  @SuppressWarnings("NullAway.Init") // set before the tests
  TwoNodesPauseIT() {}

  @BeforeAll
  static void start() {
    nodes = Nodes.start("pausing", "paused");
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
    admin = nodes.api(0).client(Api.newSubject(), "admin");
  }

  @Test
  void holdsForHandlersOfAllNodesAndEndsForThem() {
    post("echo", "pause");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(alice.create(JobBody.echo("{}")).path("jobId").asString());
    }
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    assertThat(alice.list("limit=100&status=PENDING").jobIds()).containsAll(ids);

    long start = System.nanoTime();
    post("echo", "resume");

    ids.forEach(id -> alice.await(id, "COMPLETED"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void holdsForWorkersThatWaitAtTheOtherNodeAndWakesThem() {
    CompletableFuture<Answer> waiting = waiting();
    post(type, "pause");
    String id = alice.create(type);
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    assertThat(waiting).isNotDone();

    long start = System.nanoTime();
    post(type, "resume");

    assertThat(waiting.join().jobIds()).containsExactly(id);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void isSeenAtTheOtherNode() {
    post(type, "pause");
    Client there = nodes.api(1).client(Api.newSubject(), "admin");

    assertThat(there.get("/v1/admin/queues").text())
        .contains("\"jobType\":\"%s\"".formatted(type))
        .contains("\"paused\":true");
  }

  @Test
  void namesTheHandlersOfBothNodes() {
    await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(
            () ->
                assertThat(
                        admin.get("/v1/admin/queues").data().path("queues").values().stream()
                            .filter(queue -> queue.path("jobType").asString().equals("echo"))
                            .findFirst()
                            .map(queue -> queue.path("servedBy").size()))
                    .contains(2));
  }

  /** Workers at both nodes go on claiming while it is paused and resumed at both. */
  @Test
  void losesNoJobAndGivesNoneTwiceHoweverOftenItComesAndGoes() throws Exception {
    Set<String> created = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      created.add(alice.create(type));
    }
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService workers = Executors.newFixedThreadPool(5);
    try {
      List<Future<List<String>>> given = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Api api = nodes.api(i % 2);
        given.add(workers.submit(() -> claimUntil(api, done)));
      }
      for (int i = 0; i < 20; i++) {
        nodes
            .api(i % 2)
            .client("admin", "admin")
            .call("POST", "/v1/admin/queues/" + type + (i % 2 == 0 ? "/pause" : "/resume"))
            .send();
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  Sql.run(
                          nodes.database(),
                          "select count(*) from job_queue where job_type = '" + type + "'")
                      == 0);
      done.set(true);
      List<String> all = new ArrayList<>();
      for (Future<List<String>> share : given) {
        all.addAll(share.get());
      }
      assertThat(all).containsExactlyInAnyOrderElementsOf(created);
    } finally {
      workers.shutdownNow();
    }
  }

  private List<String> claimUntil(Api api, AtomicBoolean done) {
    List<String> ids = new ArrayList<>();
    var worker = api.newWorker();
    while (!done.get()) {
      for (Leased held : worker.take(WorkerBody.claim(type).with("maxJobs", "3"))) {
        ids.add(held.jobId());
        assertThat(worker.complete(held)).isSuccess(200);
      }
    }
    return ids;
  }

  private CompletableFuture<Answer> waiting() {
    CompletableFuture<Answer> answer =
        nodes
            .api(1)
            .newWorker()
            .call("POST", "claim")
            .json(WorkerBody.claim(type).with("waitSeconds", "25").json())
            .sendLater();
    // Nothing tells that it waits by now.
    await().pollDelay(Duration.ofMillis(400)).until(() -> true);
    return answer;
  }

  private void post(String jobType, String deed) {
    assertThat(admin.call("POST", "/v1/admin/queues/" + jobType + "/" + deed).send())
        .isSuccess(200);
  }
}
