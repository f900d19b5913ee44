package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TogetherTest {

  private static final int NOT_TAKEN = -1;

  private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore gate = new Semaphore(0);
  private final List<Thread> threads = new ArrayList<>();
  private final Together<Integer, String> together =
      new Together<>(10, Integer::longValue, this::answerBehindTheGate);

  private List<String> answerBehindTheGate(List<Integer> questions) {
    groups.add(questions);
    gate.acquireUninterruptibly();
    if (questions.contains(NOT_TAKEN)) {
      throw new DatabaseFailure(new SQLException("not this one", "22000"));
    }
    return answers(questions);
  }

  private static List<String> answers(List<Integer> questions) {
    return questions.stream().map(question -> "answer " + question).toList();
  }

  private void openTheGate() {
    gate.release(1_000_000);
  }

  @AfterEach
  void letEveryThreadEnd() throws InterruptedException {
    openTheGate();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void asksAtOnceWhenItIsAlone() {
    openTheGate();

    assertThat(together.ask(1)).isEqualTo("answer 1");
    assertThat(together.ask(2)).isEqualTo("answer 2");
    assertThat(groups).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void asksForAllTogetherThatCameMeanwhile() throws Exception {
    List<FutureTask<String>> asked = askOneAfterTheOther(1, 2, 3, 4);

    openTheGate();

    assertThat(answersOf(asked)).containsExactly("answer 1", "answer 2", "answer 3", "answer 4");
    assertThat(groups).containsExactly(List.of(1), List.of(2, 3, 4));
  }

  @Test
  void leavesToTheNextGroupWhatIsTooMuch() throws Exception {
    List<FutureTask<String>> asked = askOneAfterTheOther(1, 5, 5, 20, 3);

    openTheGate();

    assertThat(answersOf(asked)).hasSize(5).doesNotContainNull();
    assertThat(groups.subList(1, groups.size()))
        .containsExactly(List.of(5, 5), List.of(20), List.of(3));
  }

  @Test
  void failsNobodyForAnothersFault() throws Exception {
    List<FutureTask<String>> asked = askOneAfterTheOther(1, 2, NOT_TAKEN, 3);

    openTheGate();

    assertThat(asked.get(1).get()).isEqualTo("answer 2");
    assertThat(asked.get(3).get()).isEqualTo("answer 3");
    assertThatThrownBy(asked.get(2)::get).hasCauseInstanceOf(DatabaseFailure.class);
  }

  @Test
  void asksNoDatabaseAgainThatIsAway() throws Exception {
    Together<Integer, String> unlucky =
        new Together<>(
            10,
            Integer::longValue,
            questions -> {
              groups.add(questions);
              gate.acquireUninterruptibly();
              throw new DatabaseFailure(new SQLException("away", "57P01"));
            });
    List<FutureTask<String>> asked = askOneAfterTheOther(unlucky, 1, 2, 3, 4);

    openTheGate();

    for (FutureTask<String> each : asked) {
      assertThatThrownBy(each::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(DatabaseFailure.class);
    }
    assertThat(groups).hasSize(2);
    assertThat(asked.stream().map(TogetherTest::failure).distinct()).hasSize(4);
  }

  @Test
  void answersEveryOfManyWhoAskAgainAndAgain() throws Exception {
    openTheGate();
    int times = 5_000;
    Callable<Boolean> asking =
        () ->
            IntStream.rangeClosed(1, times)
                .allMatch(i -> together.ask(i % 7).equals("answer " + i % 7));

    List<FutureTask<Boolean>> asked = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      asked.add(start(asking));
    }

    for (FutureTask<Boolean> each : asked) {
      assertThat(each.get()).isTrue();
    }
    assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(16 * times);
  }

  @Test
  void keepsAnInterruptForLater() throws Exception {
    List<FutureTask<String>> asked = askOneAfterTheOther(1);
    FutureTask<Boolean> interrupted =
        start(() -> together.ask(2).equals("answer 2") && Thread.currentThread().isInterrupted());
    awaitWaiting(threads.get(1));

    threads.get(1).interrupt();
    openTheGate();

    assertThat(interrupted.get()).isTrue();
    assertThat(answersOf(asked)).hasSize(1);
  }

  private List<FutureTask<String>> askOneAfterTheOther(Integer... questions) {
    return askOneAfterTheOther(together, questions);
  }

  private List<FutureTask<String>> askOneAfterTheOther(
      Together<Integer, String> whom, Integer... questions) {
    List<FutureTask<String>> asked = new ArrayList<>();
    for (Integer question : questions) {
      asked.add(start(() -> whom.ask(question)));
      awaitWaiting(threads.get(threads.size() - 1));
    }
    return asked;
  }

  private <T> FutureTask<T> start(Callable<T> what) {
    FutureTask<T> task = new FutureTask<>(what);
    Thread thread = new Thread(task);
    threads.add(thread);
    thread.start();
    return task;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static List<String> answersOf(List<FutureTask<String>> asked) throws Exception {
    List<String> answers = new ArrayList<>();
    for (FutureTask<String> each : asked) {
      answers.add(each.get());
    }
    return answers;
  }

  private static Throwable failure(FutureTask<String> asked) {
    try {
      throw new AssertionError(asked.get());
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
