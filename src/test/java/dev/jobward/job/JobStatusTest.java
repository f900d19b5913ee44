package dev.jobward.job;

import static dev.jobward.job.JobStatus.CANCELLED;
import static dev.jobward.job.JobStatus.COMPLETED;
import static dev.jobward.job.JobStatus.FAILED;
import static dev.jobward.job.JobStatus.PENDING;
import static dev.jobward.job.JobStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStatusTest {

  @Test
  void isFinalInThreeCases() {
    assertThat(JobStatus.values())
        .filteredOn(JobStatus::isFinal)
        .containsExactly(COMPLETED, FAILED, CANCELLED);
  }

  @Test
  void goesFromPendingToAnyOther() {
    assertThat(PENDING.next()).containsExactlyInAnyOrder(RUNNING, COMPLETED, FAILED, CANCELLED);
  }

  @Test
  void goesFromRunningToAnyOther() {
    assertThat(RUNNING.next()).containsExactlyInAnyOrder(PENDING, COMPLETED, FAILED, CANCELLED);
  }

  @Test
  void staysCompletedForever() {
    assertThat(COMPLETED.next()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "CANCELLED"})
  void goesBackToPendingByARetryAlone(JobStatus status) {
    assertThat(status.next()).containsExactly(PENDING);
  }

  @ParameterizedTest
  @EnumSource
  void neverFollowsItself(JobStatus status) {
    assertThat(status.next()).doesNotContain(status);
  }
}
