package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
  void remembersTheOwnerOfTheLastLease() {
    turns.had(Set.of(A), leases("ann", "bob", "ann"));

    assertThat(turns.last(Set.of(A))).isEqualTo("ann");
  }

  @Test
  void keepsItsPlaceWhereNothingWasLeased() {
    turns.had(Set.of(A), leases("bob"));
    turns.had(Set.of(A), leases());

    assertThat(turns.last(Set.of(A))).isEqualTo("bob");
  }

  @Test
  void keepsSetsOfTypesApartWhateverTheirOrder() {
    turns.had(Set.of(A, B), leases("bob"));

    assertThat(turns.last(Set.of(B, A))).isEqualTo("bob");
    assertThat(turns.last(Set.of(A))).isEmpty();
  }

  @Test
  void forgetsTheSetsThatNobodyHasAskedForInALongTime() {
    turns.had(Set.of(A), leases("bob"));
    for (int i = 0; i < 2_000; i++) {
      turns.had(Set.of(new JobType("t" + i)), leases("cy"));
    }

    assertThat(turns.last(Set.of(A))).isEmpty();
    assertThat(turns.last(Set.of(new JobType("t1999")))).isEqualTo("cy");
  }

  private static List<Lease> leases(String... owners) {
    return Arrays.stream(owners)
        .map(
            owner ->
                new Lease(
                    new JobId(UUID.randomUUID()),
                    new Owner(owner),
                    A,
                    "{}",
                    new LeaseToken(UUID.randomUUID()),
                    Instant.EPOCH,
                    1))
        .toList();
  }
}
