package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import dev.jobward.platform.Setting;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody does to jobs who does not own them. */
class AllJobsIT {

  private final OwnerActions alice = new OwnerActions(Map.of(Setting.QUOTA, 1));
  private final EntityManager entities = TestDatabase.get().entityManager();
  private final AllJobs all =
      new AllJobs(
          new JobRepository(entities, new Database(TestDatabase.get().dataSource())), alice.jobs());

  @AfterEach
  void close() {
    alice.close();
    entities.close();
  }

  @Test
  void findsAJobWhosoeverItIs() {
    JobId id = alice.create();

    assertThat(all.get(id).job().owner()).isEqualTo(alice.owner);
    assertThat(all.get(id).content().payload()).isEqualTo("{}");
  }

  @Test
  void countsARetryAmongItsOwnersUnfinishedJobs() {
    JobId first = alice.create();
    all.cancel(first);
    alice.create();

    assertThatThrownBy(() -> all.retry(first))
        .isInstanceOf(Refusal.QuotaExceeded.class)
        .hasMessageStartingWith("The job's owner has too many unfinished jobs, 1 are allowed");
    assertThat(alice.job(first).status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void refusesWhatItsOwnerCouldNotDo() {
    JobId id = alice.create();

    assertThatThrownBy(() -> all.retry(id)).isInstanceOf(Refusal.WrongStatus.class);
    all.cancel(id);
    assertThatThrownBy(() -> all.cancel(id)).isInstanceOf(Refusal.WrongStatus.class);
    assertThat(all.retry(id).job().status()).isEqualTo(JobStatus.PENDING);
    assertThat(alice.due.events()).isNotEmpty();
    assertThat(alice.changed.events()).isNotEmpty();
  }

  @Test
  void knowsNoJobThatIsNotThere() {
    JobId none = new JobId(new UUID(0x0198c0de00007000L, 0x8000000000000000L));

    assertThatThrownBy(() -> all.get(none)).isInstanceOf(Refusal.JobNotFound.class);
    assertThatThrownBy(() -> all.cancel(none)).isInstanceOf(Refusal.JobNotFound.class);
    assertThatThrownBy(() -> all.retry(none)).isInstanceOf(Refusal.JobNotFound.class);
  }
}
