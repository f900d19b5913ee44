package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Attempts of jobs that are in no database. */
final class Attempts {

  private Attempts() {}

  static Attempt some() {
    return new Attempt(
        new Lease(
            new JobId(UUID.randomUUID()),
            new Owner("ann"),
            new JobType("echo"),
            "{}",
            new LeaseToken(UUID.randomUUID()),
            Instant.EPOCH,
            1,
            Optional.empty()));
  }

  static List<Attempt> some(int count) {
    return Stream.generate(Attempts::some).limit(count).toList();
  }
}
