package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdempotencyKeyIT {

  private static final IdempotencyKey KEY = IdempotencyKey.of("key", new byte[] {1});
  private static final IdempotencyKey OTHER_BODY = IdempotencyKey.of("key", new byte[] {2});

  private final OwnerActions alice = new OwnerActions();

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void givesTheSameJobsAgain() {
    Jobs.Creation first = create(3);
    Jobs.Creation again = create(3);

    assertThat(first.replayed()).isFalse();
    assertThat(again.replayed()).isTrue();
    assertThat(ids(first)).hasSize(3).isSorted();
    assertThat(ids(again)).isEqualTo(ids(first));
  }

  @Test
  void refusesAnotherBody() {
    create(1);

    assertThatThrownBy(() -> alice.jobs().create(alice.owner, jobs(1), OTHER_BODY))
        .isInstanceOf(Refusal.IdempotencyMismatch.class);
  }

  @Test
  void isFreeAgainAfterADay() {
    create(1);
    alice.update(
        "update idempotency_key set created_at = created_at - interval '24 hours' where owner = ?",
        alice.owner.subject());

    assertThat(alice.jobs().create(alice.owner, jobs(1), OTHER_BODY).replayed()).isFalse();
  }

  @Test
  void isFreeAgainOnceItsJobsAreDeleted() {
    Jobs.Creation first = create(2);
    delete(first.details().get(0).job().id());

    assertThat(ids(create(2))).containsExactly(ids(first).get(1));

    delete(first.details().get(1).job().id());
    assertThat(alice.jobs().create(alice.owner, jobs(2), OTHER_BODY).replayed()).isFalse();
  }

  private void delete(JobId id) {
    alice.end(id, JobStatus.CANCELLED);
    alice.jobs().delete(alice.owner, id);
  }

  private Jobs.Creation create(int count) {
    return alice.jobs().create(alice.owner, jobs(count), KEY);
  }

  private static List<NewJob> jobs(int count) {
    return java.util.stream.Stream.generate(OwnerActions::aJob).limit(count).toList();
  }

  private static List<String> ids(Jobs.Creation creation) {
    return creation.details().stream().map(details -> details.job().id().toString()).toList();
  }
}
