package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.Nodes;
import dev.jobward.blackbox.server.Sql;
import dev.jobward.dev.Server;
import dev.jobward.dev.crash.LeaseLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Two servers on one database, and a crash. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TwoNodesIT {

  private static final int JOBS = 2_000;
  private static final int SENDERS = 8;

  private static Nodes nodes;
  private static LeaseLog log;

  @SuppressWarnings("NullAway.Init") // set before all tests
  TwoNodesIT() {}

  @BeforeAll
  static void startTwoNodes() throws SQLException {
    nodes = Nodes.start("first", "second");
    log = LeaseLog.install(nodes.database());
  }

  @AfterAll
  static void stopThem() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void finishEveryJobOnceThoughOneOfThemIsKilled() throws Exception {
    // They become due together, so that there is work for both to be in the middle of.
    long due = System.currentTimeMillis() + 3_000;
    List<Client> clients =
        Stream.of(0, 1).map(node -> nodes.api(node).client("crash-test", "user")).toList();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Future<String>> accepted = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        int number = i;
        accepted.add(senders.submit(() -> post(clients, number, due)));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count("select count(*) from job where status = 'COMPLETED'") >= JOBS / 10);
      long interrupted = killInTheMiddleOfSomething(nodes.node(1));

      for (Future<String> answer : accepted) {
        assertThat(answer.get()).isNotEmpty();
      }
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count("select count(*) from job_queue") == 0);
      assertEveryJobIsDone();
      assertNoJobWasRunByTwo(interrupted);
    } finally {
      senders.shutdownNow();
    }
  }

  private static void assertEveryJobIsDone() {
    // Keys make a repetition after a lost answer harmless: there are as many jobs as were meant.
    assertThat(count("select count(*) from job")).isEqualTo(JOBS);
    assertThat(count("select count(*) from job where status = 'COMPLETED' and result = payload"))
        .isEqualTo(JOBS);
    assertThat(count("select count(distinct payload) from job")).isEqualTo(JOBS);
  }

  private static void assertNoJobWasRunByTwo(long interrupted) throws SQLException {
    assertThat(log.violations()).isEmpty();
    // All leases that were taken away are the killed node's.
    assertThat(count("select count(*) from lease_log where event = 'LOST'"))
        .isEqualTo(interrupted)
        .isEqualTo(count("select count(*) from job where attempts = 2"));
    assertThat(count("select count(distinct worker) from lease_log where event = 'LOST'"))
        .isEqualTo(1);
    assertThat(count("select count(distinct worker) from lease_log")).isEqualTo(2);
  }

  /** To the other node when one is gone, which may or may not have accepted the job before. */
  private static String post(List<Client> clients, int number, long due) {
    JobBody body = JobBody.echo("{\"n\":" + number + "}").with("runAt", Long.toString(due));
    try {
      return post(clients.get(number % 2), number, body);
    } catch (UncheckedIOException e) {
      return post(clients.get(0), number, body);
    }
  }

  private static String post(Client client, int number, JobBody body) {
    Answer answer =
        client
            .call("POST", "/v1/jobs")
            .header("Idempotency-Key", "job-" + number)
            .json(body.json())
            .send();
    assertThat(answer).isSuccess(201);
    return answer.jobId();
  }

  /**
   * SIGKILL at a moment at which the node holds leases: it is frozen first, to look at it. What the
   * other node runs takes milliseconds, so that leases older than a second are the frozen one's.
   *
   * @return how many leases die with it
   */
  private static long killInTheMiddleOfSomething(Server node) {
    long held = 0;
    for (int attempt = 0; attempt < 20 && held == 0; attempt++) {
      signal("CONT", node);
      signal("STOP", node);
      // What it had sent before has arrived by then.
      await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
      held =
          count(
              "select count(*) from job_queue where started_at < clock_timestamp() - interval '1 s'");
    }
    assertThat(held).as("leases of the node that is to be killed").isPositive();
    node.kill();
    return held;
  }

  private static void signal(String name, Server node) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(node.process().pid()))
              .inheritIO()
              .start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long count(String sql) {
    return Sql.run(nodes.database(), sql);
  }
}
