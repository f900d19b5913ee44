package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobControlIT {

  private final OwnerActions alice = new OwnerActions();
  private final Owner bob = new Owner("bob-" + UUID.randomUUID());

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void cancelsAWaitingJobAtOnce() {
    JobId id = alice.create();
    int version = alice.job(id).version();

    Job job = alice.jobs().cancel(alice.owner, id).job();

    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.cancelRequested()).isTrue();
    assertThat(job.finishedAt()).hasValue(job.updatedAt());
    assertThat(job.version()).isGreaterThan(version);
    assertThat(alice.changed.events()).containsExactly(new JobsChanged(Set.of(id)));
  }

  @Test
  void asksARunningJobToStopAndSaysSoOnce() {
    JobId id = alice.create();
    alice.run(id);

    Job asked = alice.jobs().cancel(alice.owner, id).job();
    Job again = alice.jobs().cancel(alice.owner, id).job();

    assertThat(asked.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(asked.cancelRequested()).isTrue();
    assertThat(again.version()).isEqualTo(asked.version());
    assertThat(again.updatedAt()).isEqualTo(asked.updatedAt());
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "CANCELLED"})
  void refusesToCancelAFinalJob(JobStatus status) {
    JobId id = alice.create();
    alice.end(id, status);

    assertThatThrownBy(() -> alice.jobs().cancel(alice.owner, id))
        .isInstanceOf(Refusal.WrongStatus.class)
        .hasMessageContaining(status.name());
    assertThat(alice.job(id).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "CANCELLED"})
  void letsAFailedOrCancelledJobRunAgainAsIfItHadNotRun(JobStatus status) {
    JobId id = alice.create(OwnerActions.aJob().expiresAt(Instant.now().plusSeconds(900)));
    alice.end(id, status);
    Job before = alice.job(id);

    Job job = alice.jobs().retry(alice.owner, id).job();

    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    assertThat(job.attempts()).isZero();
    assertThat(job.error()).isEmpty();
    assertThat(job.progress()).isEmpty();
    assertThat(job.startedAt()).isEmpty();
    assertThat(job.finishedAt()).isEmpty();
    assertThat(job.expiresAt()).isEmpty();
    assertThat(job.cancelRequested()).isFalse();
    assertThat(job.createdAt()).isEqualTo(before.createdAt());
    assertThat(job.runAt()).isAfterOrEqualTo(before.runAt());
    assertThat(job.version()).isGreaterThan(before.version());
    assertThat(alice.due.events()).contains(new JobsDue(Set.of(job.type())));
    assertThat(alice.jobs().cancel(alice.owner, id).job().status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void refusesToRetryWhatHasNotFailed() {
    JobId waiting = alice.create();
    JobId running = alice.create();
    alice.run(running);
    JobId completed = alice.create();
    alice.end(completed, JobStatus.COMPLETED);

    for (JobId id : List.of(waiting, running, completed)) {
      assertThatThrownBy(() -> alice.jobs().retry(alice.owner, id))
          .isInstanceOf(Refusal.WrongStatus.class);
    }
  }

  @Test
  void removesAFinalJobAndNoOther() {
    JobId waiting = alice.create();
    JobId running = alice.create();
    alice.run(running);
    JobId done = alice.create();
    alice.end(done, JobStatus.FAILED);

    alice.jobs().delete(alice.owner, done);

    assertThatThrownBy(() -> alice.job(done)).isInstanceOf(Refusal.JobNotFound.class);
    for (JobId id : List.of(waiting, running)) {
      assertThatThrownBy(() -> alice.jobs().delete(alice.owner, id))
          .isInstanceOf(Refusal.WrongStatus.class);
      assertThat(alice.job(id).status().isFinal()).isFalse();
    }
  }

  @Test
  void findsNothingOfSomebodyElse() {
    JobId id = alice.create();

    assertThatThrownBy(() -> alice.jobs().cancel(bob, id)).isInstanceOf(Refusal.JobNotFound.class);
    assertThatThrownBy(() -> alice.jobs().attempts(bob, id))
        .isInstanceOf(Refusal.JobNotFound.class);
    assertThat(alice.job(id).status()).isEqualTo(JobStatus.PENDING);
    alice.end(id, JobStatus.FAILED);
    assertThatThrownBy(() -> alice.jobs().retry(bob, id)).isInstanceOf(Refusal.JobNotFound.class);
    assertThatThrownBy(() -> alice.jobs().delete(bob, id)).isInstanceOf(Refusal.JobNotFound.class);
    assertThat(alice.job(id).status()).isEqualTo(JobStatus.FAILED);
  }
}
