package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.ServerProcess;
import dev.jobward.blackbox.server.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Clients that wait, in hundreds: as many as the server has threads for requests. */
@BlackBox
@EnabledOnOs(OS.LINUX)
class ManyWaitingIT {

  private static final int READERS = 200;

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void areAnsweredTogetherWhenTheirOneJobIsFinal() {
    String id = alice.createIdle();
    List<CompletableFuture<Answer>> waiting = begin(Collections.nCopies(READERS, id), 25);

    alice.cancel(id);

    assertThat(millisUntilAllAreAnswered(waiting)).isLessThan(5_000);
    assertThat(waiting)
        .extracting(answer -> answer.join().data().path("status").asString())
        .containsOnly("CANCELLED");
  }

  @Test
  void areAnsweredWhenEachOnesJobIsFinal() {
    List<String> ids =
        alice.postBatch(JobBody.batch(Collections.nCopies(READERS, JobBody.idle()))).jobIds();
    List<CompletableFuture<Answer>> waiting = begin(ids, 25);

    ids.forEach(alice::cancel);

    assertThat(millisUntilAllAreAnswered(waiting)).isLessThan(3_000);
    for (int i = 0; i < READERS; i++) {
      Answer answer = waiting.get(i).join();
      assertThat(answer.jobId()).isEqualTo(ids.get(i));
      assertThat(answer.data().path("status").asString()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void areAnsweredWhenTheirTimeIsUp() {
    String id = alice.createIdle();

    List<CompletableFuture<Answer>> waiting = begin(Collections.nCopies(READERS, id), 3);

    assertThat(millisUntilAllAreAnswered(waiting)).isLessThan(10_000);
    assertThat(waiting)
        .extracting(answer -> answer.join().data().path("status").asString())
        .containsOnly("PENDING");
  }

  @Test
  void keepNoThreadAndNobodyElseWaiting() {
    assumeThat(server.process()).as("a server that this run has started").isPresent();
    ServerProcess process = ServerProcess.of(server);
    String id = alice.createIdle();
    // One after the other, so that no burst of requests makes the server start threads for itself.
    alice.job(id);
    int before = process.threads();
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      waiting.add(alice.waitFor(id, 25).sendLater());
      assertThat(alice.list("limit=1").status()).isEqualTo(200);
    }

    assertThat(process.threads() - before).isLessThan(READERS / 10);
    long began = System.nanoTime();
    assertThat(alice.createIdle()).isNotEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));

    alice.cancel(id);
    waiting.forEach(CompletableFuture::join);
    assertThat(process.threads() - before).isLessThan(READERS / 2);
  }

  private List<CompletableFuture<Answer>> begin(List<String> ids, int seconds) {
    return ids.stream().map(id -> alice.waitFor(id, seconds).sendLater()).toList();
  }

  private static long millisUntilAllAreAnswered(List<CompletableFuture<Answer>> waiting) {
    long began = System.nanoTime();
    waiting.forEach(CompletableFuture::join);
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }
}
