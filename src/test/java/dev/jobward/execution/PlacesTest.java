package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private static final int COUNT = 2;
  private static final Duration LONG = Duration.ofHours(1);

  private final List<Attempt> begun = new ArrayList<>();
  private final Queue<Runnable> lanes = new ArrayDeque<>();
  private boolean keepsItsPlace = true;
  private final Places places = new Places(COUNT, this::begin);

  private boolean begin(Attempt attempt) {
    begun.add(attempt);
    return keepsItsPlace;
  }

  /** Lets the threads do all that they were given. */
  private void work() {
    while (!lanes.isEmpty()) {
      lanes.remove().run();
    }
  }

  @Test
  void hasAsManyPlacesAsItWasToldAndClaimsNothingAheadAtFirst() {
    assertThat(places.room()).isEqualTo(COUNT);

    places.run(Attempts.some(1), lanes::add);
    assertThat(places.room()).isEqualTo(1);

    places.run(Attempts.some(1), lanes::add);
    assertThat(places.room()).isZero();
    assertThat(places.isLow()).isFalse();
    assertThat(lanes).hasSize(COUNT);
  }

  @Test
  void runsThoseThatWaitOneAfterTheOther() {
    List<Attempt> attempts = Attempts.some(5);

    assertThat(places.run(attempts, lanes::add)).isEmpty();
    assertThat(lanes).hasSize(COUNT);
    work();

    assertThat(begun).containsExactlyElementsOf(attempts);
  }

  @Test
  void claimsAheadOnceHandlersAreKnownToBeQuick() {
    places.run(Attempts.some(COUNT), lanes::add);
    work();

    assertThat(places.room()).isBetween(COUNT + 1, COUNT + Places.MOST_AHEAD);
  }

  @Test
  void claimsFewLargePortionsRatherThanManySmallOnes() {
    places.run(Attempts.some(COUNT), lanes::add);
    work();
    int room = places.room();

    places.run(Attempts.some(room), lanes::add);

    assertThat(places.room()).isZero();
  }

  @Test
  void claimsNothingAheadAnyMoreOnceSomeHaveWaitedForTooLong() {
    places.run(Attempts.some(COUNT), lanes::add);
    work();
    List<Attempt> attempts = Attempts.some(COUNT + 3);
    places.run(attempts, lanes::add);

    assertThat(places.takeOverdue(LONG)).isEmpty();
    assertThat(places.takeOverdue(Duration.ofNanos(-1))).containsExactlyElementsOf(attempts);

    work();
    assertThat(begun).hasSize(COUNT);
    assertThat(places.room()).isEqualTo(COUNT);
  }

  @Test
  void givesBackAllThatWaits() {
    List<Attempt> attempts = Attempts.some(3);
    places.run(attempts, lanes::add);

    assertThat(places.takeWaiting()).containsExactlyElementsOf(attempts);
    assertThat(places.takeWaiting()).isEmpty();
  }

  @Test
  void answersThoseThatNoThreadIsThereFor() {
    List<Attempt> attempts = Attempts.some(3);

    List<Attempt> refused =
        places.run(
            attempts,
            task -> {
              throw new RejectedExecutionException();
            });

    assertThat(refused).containsExactlyElementsOf(attempts);
    assertThat(places.room()).isEqualTo(COUNT);
  }

  @Test
  void leavesThePlaceOfAnAttemptThatWasGivenUpToOthers() {
    keepsItsPlace = false;
    places.run(Attempts.some(COUNT), lanes::add);
    places.giveUpOne();

    assertThat(places.room()).isEqualTo(1);

    // The given-up one ends at last, and takes no other with it.
    lanes.remove().run();
    assertThat(places.room()).isEqualTo(1);
    assertThat(begun).hasSize(1);
  }
}
