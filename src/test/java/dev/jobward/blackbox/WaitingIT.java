package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/jobs/{jobId}} with {@code Prefer: wait}. */
@BlackBox
class WaitingIT {

  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void answersAtOnceIfTheJobIsFinal() {
    String id = alice.createIdle();
    alice.cancel(id);

    Timed answer = timed(() -> alice.waitFor(id, 20).send());

    assertThat(answer.answer()).isSuccess(200);
    assertThat(answer.answer().data()).isEqualTo(alice.job(id).data());
    assertThat(answer.took()).isLessThan(AT_ONCE);
  }

  @Test
  void answersAsSoonAsTheJobIsFinal() {
    HeldJob held = HeldJob.of(alice, api);
    CompletableFuture<Timed> waiting = begin(held.id(), 20);
    assertThat(held.progress(50, "half").status()).isEqualTo(200);
    assertThat(alice.job(held.id()).data().at("/progress/percent").intValue()).isEqualTo(50);
    assertThat(waiting).isNotDone();

    held.complete("{\"n\":1.00}");

    Timed answer = waiting.join();
    assertThat(answer.answer()).isSuccess(200);
    assertThat(answer.answer().literal("data", "result")).isEqualTo("{\"n\":1.00}");
    assertThat(answer.answer().data()).isEqualTo(alice.job(held.id()).data());
    assertThat(answer.took()).isLessThan(Duration.ofSeconds(10));
  }

  /** Five after each other: who only looked once a second would take five of them. */
  @Test
  void answersAtOnceWhenTheJobEnds() {
    Duration late = Duration.ZERO;
    for (int i = 0; i < 5; i++) {
      HeldJob held = HeldJob.of(alice, api);
      CompletableFuture<Timed> waiting = begin(held.id(), 20);
      assertThat(alice.job(held.id()).data().path("status").asString()).isEqualTo("RUNNING");
      held.complete("1");
      long completed = System.nanoTime();
      late = late.plus(waiting.join().later(completed));
    }

    assertThat(late).isLessThan(Duration.ofMillis(2_500));
  }

  @Test
  void answersForAJobThatTheServerRuns() {
    String id = alice.create(JobBody.echo("{\"n\":1.00}")).path("jobId").asString();

    Answer answer = alice.waitFor(id, 20).send();

    assertThat(answer).isSuccess(200);
    assertThat(answer.data().path("status").asString()).isEqualTo("COMPLETED");
    assertThat(answer.literal("data", "result")).isEqualTo("{\"n\":1.00}");
  }

  /** A hundred times, since it may end before, while or after the wait begins. */
  @Test
  void missesNoEndHoweverSoonItComes() {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String id = alice.create(JobBody.echo("{}")).path("jobId").asString();
      answers.add(alice.waitFor(id, 20).sendLater());
    }

    Timed all =
        timed(
            () -> {
              answers.forEach(CompletableFuture::join);
              return answers.get(0).join();
            });

    assertThat(answers)
        .extracting(answer -> answer.join().data().path("status").asString())
        .containsOnly("COMPLETED");
    assertThat(all.took()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void answersWithTheStateThatThereIsWhenTheTimeIsUp() {
    HeldJob held = HeldJob.of(alice, api);
    CompletableFuture<Timed> waiting = begin(held.id(), 2);
    held.progress(70, "on");

    Timed answer = waiting.join();

    assertThat(answer.answer()).isSuccess(200);
    assertThat(answer.answer().data().path("status").asString()).isEqualTo("RUNNING");
    assertThat(answer.answer().data().at("/progress/percent").intValue()).isEqualTo(70);
    assertThat(answer.took()).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(4));
  }

  @Test
  void goesOnWaitingWhileAJobIsTriedAgain() {
    HeldJob held = HeldJob.of(alice, api);
    String type = alice.job(held.id()).data().path("jobType").asString();
    CompletableFuture<Timed> waiting = begin(held.id(), 25);

    held.fail("BUSY", true);
    HeldJob again = HeldJob.claim(api, type);
    assertThat(waiting).isNotDone();
    again.fail("BROKEN", false);

    assertThat(waiting.join().answer().data().at("/error/code").asString()).isEqualTo("BROKEN");
  }

  @Test
  void answersThatTheJobIsGoneWhenItIsDeleted() {
    String id = alice.createIdle();
    CompletableFuture<Timed> first = begin(id, 20);
    alice.cancel(id);
    first.join();
    alice.retry(id);
    CompletableFuture<Timed> second = begin(id, 20);
    // Whichever of the two the wait gets to see, it ends.
    alice.cancel(id);
    alice.delete(id);

    Timed answer = second.join();

    assertThat(answer.answer().status()).isIn(200, 404);
    assertThat(answer.took()).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=x",
        "wait=-1",
        "wait=1.5",
        "wait=",
        "wait",
        "wait=0",
        "wait=1s",
        "wait=\"",
        "wait=\"20",
        "wait 20",
        "waits=20",
        "xwait=20",
        "respond-async",
        "",
        ",",
        "\u00e4"
      })
  void doesNotWaitForAnythingElse(String prefer) {
    String id = alice.createIdle();

    Timed answer =
        timed(
            () -> {
              var call = alice.call("GET", "/v1/jobs/" + id);
              return (prefer.isEmpty() ? call : call.header("Prefer", prefer)).send();
            });

    assertThat(answer.answer()).isSuccess(200);
    assertThat(answer.took()).isLessThan(AT_ONCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=1",
        "Wait=01",
        "wait = 1",
        "wait=\"1\"",
        "respond-async, wait=1",
        "wait=1; foo=\"a, wait=20\"",
        "handling=\"x,y\";a=b,wait=1,wait=20"
      })
  void waitsHoweverItIsSpelt(String prefer) {
    String id = alice.createIdle();

    Timed answer = timed(() -> alice.call("GET", "/v1/jobs/" + id).header("Prefer", prefer).send());

    assertThat(answer.answer()).isSuccess(200);
    assertThat(answer.took()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
  }

  @Test
  void refusesAnotherUsersJobAtOnce() {
    String id = alice.createIdle();
    Client bob = api.newUser();

    Timed answer = timed(() -> bob.waitFor(id, 20).send());

    assertThat(answer.answer()).isRefused("NOT_FOUND");
    assertThat(answer.took()).isLessThan(AT_ONCE);
    assertThat(timed(() -> bob.waitFor("no-uuid", 20).send()).took()).isLessThan(AT_ONCE);
  }

  @Test
  void saysNothingInAnswerToHead() {
    String id = alice.createIdle();
    alice.cancel(id);

    Answer answer = alice.call("HEAD", "/v1/jobs/" + id).header("Prefer", "wait=20").send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEmpty();
  }

  private CompletableFuture<Timed> begin(String id, int seconds) {
    long began = System.nanoTime();
    return alice
        .waitFor(id, seconds)
        .sendLater()
        .thenApply(answer -> new Timed(answer, began, System.nanoTime()));
  }

  private static Timed timed(Supplier<Answer> call) {
    long began = System.nanoTime();
    return new Timed(call.get(), began, System.nanoTime());
  }

  /** An answer, and when it came. */
  private record Timed(Answer answer, long began, long came) {

    private Duration took() {
      return later(began);
    }

    private Duration later(long since) {
      return Duration.ofNanos(came - since);
    }
  }
}
