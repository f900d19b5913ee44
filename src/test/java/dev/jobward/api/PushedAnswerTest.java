package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushedAnswerTest {

  private final ServletAnswer client = new ServletAnswer();
  private final Pieces pieces = new Pieces();
  private PushedAnswer answer;

  @SuppressWarnings("NullAway.Init") // set before each test
  PushedAnswerTest() {}

  @BeforeEach
  void open() throws IOException {
    answer = new PushedAnswer(client.context(), pieces);
    answer.open();
  }

  @Test
  void writesNothingBeforeTheContainerLetsIt() throws IOException {
    pieces.add("a");
    answer.push();
    assertThat(client.text()).isEmpty();

    client.setReady(true);

    assertThat(client.text()).isEqualTo("a");
  }

  @Test
  void writesEachPieceOnceAndInOrder() throws IOException {
    client.setReady(true);
    pieces.add("a");
    pieces.add("b");
    answer.push();
    pieces.add("c");
    answer.push();
    answer.push();

    assertThat(client.text()).isEqualTo("abc");
    assertThat(client.isComplete()).isFalse();
  }

  @Test
  void keepsWhatASlowClientDoesNotTakeYet() throws IOException {
    client.setReady(true);
    client.setReady(false);
    pieces.add("a");
    answer.push();
    assertThat(client.text()).isEmpty();
    assertThat(answer.isStuckFor(Duration.ZERO)).isTrue();
    assertThat(answer.isStuckFor(Duration.ofMinutes(1))).isFalse();

    client.setReady(true);

    assertThat(client.text()).isEqualTo("a");
    assertThat(answer.isStuckFor(Duration.ZERO)).isFalse();
  }

  @Test
  void endsOnceAllHasGoneOutAndSaysSoOnce() throws IOException {
    client.setReady(true);
    pieces.add("a");
    pieces.over = true;
    answer.push();
    answer.push();

    assertThat(client.text()).isEqualTo("a");
    assertThat(client.isComplete()).isTrue();
    assertThat(pieces.ends).containsExactly(true);
  }

  /** The container's thread finds nothing to write while another one brings the last piece. */
  @Test
  void doesNotEndBeforeALastPieceThatComesWhileItLooks() throws IOException {
    client.setReady(true);
    pieces.lastWhileLooking = "last";
    answer.push();

    answer.push();

    assertThat(client.text()).isEqualTo("last");
    assertThat(pieces.ends).containsExactly(true);
  }

  @Test
  void saysThatItIsNotCompleteIfTheClientIsGone() throws IOException {
    client.setReady(true);
    client.hangUp();
    pieces.add("a");
    pieces.over = true;
    answer.push();
    answer.push();

    assertThat(pieces.ends).containsExactly(false);
  }

  @Test
  void canBeDropped() throws IOException {
    client.setReady(true);
    answer.drop();
    pieces.add("a");
    answer.push();

    assertThat(client.text()).isEmpty();
    assertThat(client.isComplete()).isTrue();
    assertThat(pieces.ends).containsExactly(false);
  }

  private static final class Pieces implements PushedAnswer.Source {

    private final Queue<byte[]> unsent = new ArrayDeque<>();
    private final List<Boolean> ends = new ArrayList<>();
    private boolean over;
    private String lastWhileLooking = "";

    private void add(String piece) {
      unsent.add(piece.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<byte[]> next() {
      Optional<byte[]> next = Optional.ofNullable(unsent.poll());
      if (!lastWhileLooking.isEmpty()) {
        add(lastWhileLooking);
        lastWhileLooking = "";
        over = true;
      }
      return next;
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
