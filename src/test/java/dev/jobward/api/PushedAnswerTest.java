package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PushedAnswerTest {

  private static final Duration NO_TIME = Duration.ZERO;
  private static final Duration LONG = Duration.ofHours(1);

  private final Pieces source = new Pieces();

  @Test
  void writesNothingBeforeTheContainerAllowsIt() throws IOException {
    SlowClient client = SlowClient.eager();
    PushedAnswer answer = new PushedAnswer(client.context(), source);
    source.add("a");

    answer.push();
    answer.open();
    answer.push();
    assertThat(source.left()).isEqualTo(1);

    client.allowWriting();
    assertThat(client.received()).isEqualTo("a");
  }

  @Test
  void writesWhatComesLaterWhenItIsPushed() throws IOException {
    SlowClient client = SlowClient.eager();
    PushedAnswer answer = opened(client);

    source.add("a");
    answer.push();
    source.add("b");
    source.add("c");
    answer.push();

    assertThat(client.received()).isEqualTo("abc");
    assertThat(client.completions()).isZero();
  }

  @Test
  void leavesWithItsSourceWhatTheClientIsNotReadyFor() throws IOException {
    SlowClient client = SlowClient.stalled();
    PushedAnswer answer = opened(client);
    source.add("a");
    source.add("b");

    answer.push();
    assertThat(source.left()).isEqualTo(2);

    client.take(1);
    assertThat(source.left()).isEqualTo(1);
  }

  /** Or an event would reach its client with the next one. */
  @Test
  void flushesWhatItCouldNotFlushAsSoonAsItCan() throws IOException {
    SlowClient client = SlowClient.stalled();
    PushedAnswer answer = opened(client);
    source.add("a");
    answer.push();

    client.take(1);
    assertThat(client.received()).isEmpty();
    client.take(1);

    assertThat(client.received()).isEqualTo("a");
  }

  @Test
  void endsWhenItsSourceIsOver() throws IOException {
    SlowClient client = SlowClient.eager();
    PushedAnswer answer = opened(client);

    source.add("last");
    source.finish();
    answer.push();

    assertThat(client.received()).isEqualTo("last");
    assertThat(client.completions()).isEqualTo(1);
    assertThat(source.ends()).containsExactly(true);
  }

  /** The container's thread finds nothing to write while another one brings the last piece. */
  @Test
  void doesNotEndBeforeALastPieceThatComesWhileItLooks() throws IOException {
    SlowClient client = SlowClient.eager();
    PushedAnswer answer = opened(client);
    source.finishWhileLooking("last");

    answer.push();
    answer.push();

    assertThat(client.received()).isEqualTo("last");
    assertThat(source.ends()).containsExactly(true);
  }

  @Test
  void doesNotEndBeforeTheClientHasTakenTheLastPiece() throws IOException {
    SlowClient client = SlowClient.stalled();
    PushedAnswer answer = opened(client);
    source.add("last");
    source.finish();

    answer.push();
    client.take(1);
    assertThat(client.completions()).isZero();
    client.take(1);

    assertThat(client.received()).isEqualTo("last");
    assertThat(client.completions()).isEqualTo(1);
  }

  @Test
  void saysNothingMoreOnceItHasEnded() throws IOException {
    SlowClient client = SlowClient.eager();
    PushedAnswer answer = opened(client);
    source.finish();
    answer.push();

    source.add("too late");
    answer.push();
    client.allowWriting();
    answer.drop();

    assertThat(client.received()).isEmpty();
    assertThat(client.completions()).isEqualTo(1);
    assertThat(source.ends()).containsExactly(true);
  }

  @ParameterizedTest
  @MethodSource
  void givesUpAClientThatIsGone(Exception failure) throws IOException {
    SlowClient client = SlowClient.eager();
    PushedAnswer answer = opened(client);
    client.leave(failure);

    source.add("a");
    answer.push();

    assertThat(source.ends()).containsExactly(false);
    assertThat(client.completions()).isEqualTo(1);
  }

  static Stream<Exception> givesUpAClientThatIsGone() {
    return Stream.of(
        new IOException("broken pipe"),
        new IllegalStateException("recycled"),
        new NullPointerException("recycled, too"));
  }

  @Test
  void hearsFromTheContainerThatTheClientIsGone() throws IOException {
    SlowClient client = SlowClient.stalled();
    PushedAnswer answer = opened(client);

    answer.onError(new IOException("reset"));

    assertThat(source.ends()).containsExactly(false);
    assertThat(client.completions()).isEqualTo(1);
  }

  @Test
  void isStuckWhileTheClientTakesNothing() throws IOException {
    SlowClient client = SlowClient.stalled();
    PushedAnswer answer = opened(client);
    source.add("a");
    answer.push();

    assertThat(answer.isStuckFor(NO_TIME)).isTrue();
    assertThat(answer.isStuckFor(LONG)).isFalse();

    client.take(2);
    assertThat(answer.isStuckFor(NO_TIME)).isFalse();
  }

  @Test
  void isNotStuckWhileThereIsNothingToTake() throws IOException {
    PushedAnswer answer = opened(SlowClient.eager());

    assertThat(answer.isStuckFor(NO_TIME)).isFalse();
  }

  /** Its client may have gone before the container came to that. */
  @Test
  void isStuckWhileTheContainerDoesNotLetItBegin() throws IOException {
    PushedAnswer answer = new PushedAnswer(SlowClient.eager().context(), source);
    answer.open();

    assertThat(answer.isStuckFor(NO_TIME)).isTrue();
    assertThat(answer.isStuckFor(LONG)).isFalse();
  }

  @Test
  void dropsAClientWithoutAnotherWord() throws IOException {
    SlowClient client = SlowClient.stalled();
    PushedAnswer answer = opened(client);
    source.add("a");
    answer.push();

    answer.drop();
    client.take(5);

    assertThat(client.received()).isEmpty();
    assertThat(source.ends()).containsExactly(false);
    assertThat(client.completions()).isEqualTo(1);
  }

  @Test
  void keepsThePiecesWholeAndInOrderWhoeverPushes() throws Exception {
    int pieces = 5_000;
    SlowClient client = SlowClient.stalled();
    PushedAnswer answer = opened(client);
    for (int i = 0; i < pieces; i++) {
      source.add("<" + i + ">");
    }
    source.finish();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pushers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> pushed = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean taker = i == 0;
        pushed.add(
            pushers.submit(
                () -> {
                  start.await();
                  for (int n = 0; n <= pieces; n++) {
                    if (taker) {
                      client.take(1);
                    } else {
                      answer.push();
                    }
                  }
                  return true;
                }));
      }
      start.countDown();
      for (Future<?> done : pushed) {
        done.get();
      }
    } finally {
      pushers.shutdownNow();
    }

    StringBuilder all = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      all.append('<').append(i).append('>');
    }
    assertThat(client.received()).isEqualTo(all.toString());
    assertThat(source.ends()).containsExactly(true);
  }

  private PushedAnswer opened(SlowClient client) throws IOException {
    PushedAnswer answer = new PushedAnswer(client.context(), source);
    answer.open();
    client.allowWriting();
    return answer;
  }

  /** Pieces as a test adds them. */
  private static final class Pieces implements PushedAnswer.Source {

    private final Queue<byte[]> pieces = new ConcurrentLinkedQueue<>();
    private final List<Boolean> ends = new ArrayList<>();
    private volatile boolean over;
    private Optional<String> lastWhileLooking = Optional.empty();

    private void add(String piece) {
      pieces.add(piece.getBytes(StandardCharsets.UTF_8));
    }

    private void finish() {
      over = true;
    }

    /** Comes to its end between two questions. */
    private void finishWhileLooking(String piece) {
      lastWhileLooking = Optional.of(piece);
    }

    private int left() {
      return pieces.size();
    }

    private List<Boolean> ends() {
      return ends;
    }

    @Override
    public Optional<byte[]> next() {
      Optional<byte[]> found = Optional.ofNullable(pieces.poll());
      lastWhileLooking.ifPresent(
          piece -> {
            lastWhileLooking = Optional.empty();
            add(piece);
            finish();
          });
      return found;
    }

    @Override
    public boolean isOver() {
      return over;
    }

    @Override
    public void ended(boolean complete) {
      ends.add(complete);
    }
  }
}
