package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobFilterTest {

  @Test
  void hasAnotherFingerprintForEverySetOfConditions() {
    List<JobFilter> filters =
        List.of(
            new JobFilter(),
            new JobFilter().jobType(new JobType("a")),
            new JobFilter().jobType(new JobType("A")),
            new JobFilter().jobType(new JobType("null")),
            new JobFilter().jobType(new JobType("PENDING")),
            new JobFilter().status(JobStatus.PENDING),
            new JobFilter().status(JobStatus.RUNNING),
            new JobFilter().resultType(ResultType.NONE),
            new JobFilter().resultType(ResultType.JSON),
            new JobFilter().dateFrom(Instant.EPOCH),
            new JobFilter().dateFrom(Instant.ofEpochMilli(1)),
            new JobFilter().dateTo(Instant.EPOCH),
            new JobFilter().dateTo(Instant.ofEpochMilli(1)),
            new JobFilter().dateFrom(Instant.EPOCH).dateTo(Instant.EPOCH),
            new JobFilter().owner(new Owner("ann")),
            new JobFilter().owner(new Owner("ann ")),
            new JobFilter().owner(new Owner("ann owner=bob")));

    Set<String> fingerprints = new HashSet<>();
    filters.forEach(filter -> fingerprints.add(filter.fingerprint()));

    assertThat(fingerprints).hasSameSizeAs(filters);
  }

  @Test
  void hasTheSameFingerprintForTheSameConditions() {
    JobFilter one = new JobFilter().status(JobStatus.FAILED).dateTo(Instant.ofEpochMilli(5));
    JobFilter other = new JobFilter().dateTo(Instant.ofEpochMilli(5)).status(JobStatus.FAILED);

    assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
  }
}
