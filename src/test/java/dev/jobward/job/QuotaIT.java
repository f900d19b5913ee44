package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import dev.jobward.platform.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaIT {

  @Test
  void letsInAsManyAsThereMayBeAndNotOneMore() {
    try (OwnerActions alice = new OwnerActions(Map.of(Setting.QUOTA, 5))) {
      create(alice, 3);
      JobId last = alice.create();
      alice.create();

      assertThatThrownBy(alice::create)
          .isInstanceOf(Refusal.QuotaExceeded.class)
          .hasMessageContaining("5");

      alice.end(last, JobStatus.COMPLETED);
      awaitRoom(alice);
      assertThatThrownBy(alice::create).isInstanceOf(Refusal.QuotaExceeded.class);
    }
  }

  @Test
  void countsABatchAsAWhole() {
    try (OwnerActions alice = new OwnerActions(Map.of(Setting.QUOTA, 5))) {
      create(alice, 3);

      assertThatThrownBy(() -> create(alice, 3)).isInstanceOf(Refusal.QuotaExceeded.class);
      assertThat(jobs(alice.owner)).isEqualTo(3);
    }
  }

  @Test
  void countsARetriedJobToo() {
    try (OwnerActions alice = new OwnerActions(Map.of(Setting.QUOTA, 1))) {
      JobId failed = alice.create();
      alice.end(failed, JobStatus.FAILED);
      alice.create();

      assertThatThrownBy(() -> alice.jobs().retry(alice.owner, failed))
          .isInstanceOf(Refusal.QuotaExceeded.class);
      assertThat(alice.job(failed).status()).isEqualTo(JobStatus.FAILED);
    }
  }

  /** Their ids are as old as ever: only the time of the retry tells that they wait again. */
  @Test
  void countsJobsThatAreRetriedLongAfterTheyWereCounted() {
    try (OwnerActions alice = new OwnerActions(Map.of(Setting.QUOTA, 3))) {
      List<JobId> cancelled = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        cancelled.add(alice.create());
      }
      cancelled.forEach(id -> alice.jobs().cancel(alice.owner, id));
      // What is younger than two seconds is counted each time.
      org.awaitility.Awaitility.await().pollDelay(Duration.ofMillis(2_100)).until(() -> true);
      JobId fourth = alice.create();
      alice.jobs().cancel(alice.owner, fourth);

      cancelled.forEach(id -> alice.jobs().retry(alice.owner, id));

      assertThatThrownBy(() -> alice.jobs().retry(alice.owner, fourth))
          .isInstanceOf(Refusal.QuotaExceeded.class);
      assertThatThrownBy(alice::create).isInstanceOf(Refusal.QuotaExceeded.class);
    }
  }

  @Test
  void showsAnEarlierCreationAgainThoughThereIsNoRoom() {
    try (OwnerActions alice = new OwnerActions(Map.of(Setting.QUOTA, 1))) {
      IdempotencyKey key = IdempotencyKey.of("k", new byte[0]);
      alice.jobs().create(alice.owner, List.of(OwnerActions.aJob()), key);

      assertThat(alice.jobs().create(alice.owner, List.of(OwnerActions.aJob()), key).replayed())
          .isTrue();
    }
  }

  /** Far from the quota nothing is asked, and yet the quota holds. */
  @Test
  void staysWithinOnePerCentOfALargeQuota() {
    try (OwnerActions alice = new OwnerActions(Map.of(Setting.QUOTA, 8_000))) {
      int accepted = 0;
      try {
        while (accepted < 10_000) {
          create(alice, 50);
          accepted += 50;
        }
      } catch (Refusal.QuotaExceeded e) {
        // It is what this test waits for.
      }
      assertThat(accepted).isBetween(7_920, 8_080);
    }
  }

  @Test
  void isEachOwnersOwn() {
    try (OwnerActions alice = new OwnerActions(Map.of(Setting.QUOTA, 1));
        OwnerActions bob = new OwnerActions(Map.of(Setting.QUOTA, 1))) {
      alice.create();

      assertThat(bob.create()).isNotNull();
    }
  }

  /** A refusal may stand for as long as it would take to count again twenty times. */
  private static void awaitRoom(OwnerActions alice) {
    org.awaitility.Awaitility.await()
        .ignoreExceptionsInstanceOf(Refusal.QuotaExceeded.class)
        .until(() -> alice.create() != null);
  }

  private static void create(OwnerActions owner, int count) {
    owner.jobs().create(owner.owner, Collections.nCopies(count, OwnerActions.aJob()));
  }

  private static long jobs(Owner owner) {
    return new Database(TestDatabase.get().dataSource())
        .queryOne(
            "select count(*) from job where owner = ?",
            statement -> statement.setString(1, owner.subject()),
            row -> row.getLong(1))
        .orElseThrow();
  }
}
