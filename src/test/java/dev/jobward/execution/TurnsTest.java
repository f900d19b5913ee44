package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final JobType A = new JobType("a");
  private static final JobType B = new JobType("b");

  private final Turns turns = new Turns();

  @Test
  void beginsBeforeTheFirstOwner() {
    assertThat(turns.last(Set.of(A))).isEmpty();
  }

  @Test
  void remembersTheLastOne() {
    turns.had(Set.of(A), new Owner("ann"));
    turns.had(Set.of(A), new Owner("bob"));

    assertThat(turns.last(Set.of(A))).isEqualTo("bob");
  }

  @Test
  void keepsSetsOfTypesApartWhateverTheirOrder() {
    turns.had(Set.of(A, B), new Owner("bob"));

    assertThat(turns.last(Set.of(B, A))).isEqualTo("bob");
    assertThat(turns.last(Set.of(A))).isEmpty();
  }

  @Test
  void forgetsTheSetsThatNobodyHasAskedForInALongTime() {
    turns.had(Set.of(A), new Owner("bob"));
    for (int i = 0; i < 2_000; i++) {
      turns.had(Set.of(new JobType("t" + i)), new Owner("cy"));
    }

    assertThat(turns.last(Set.of(A))).isEmpty();
    assertThat(turns.last(Set.of(new JobType("t1999")))).isEqualTo("cy");
  }
}
