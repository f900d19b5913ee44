package dev.jobward.api;

import dev.jobward.execution.Claim;
import dev.jobward.job.JobType;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a worker's claim asks for.
 *
 * @param patience how long to wait for work
 */
record ClaimBody(Claim claim, Duration patience) {

  private static final int MAX_WORKER_ID = 200;
  private static final int MAX_TYPES = 100;
  private static final int MAX_JOBS = 100;
  private static final int MAX_WAIT_SECONDS = 30;

  /** Of the payloads together; there is always one job at least. */
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  /**
   * Reads it.
   *
   * @param servedHere whose jobs the server itself runs: they are not for workers
   * @throws ApiFailure with every fault that was found
   */
  static ClaimBody parse(byte[] bytes, Predicate<JobType> servedHere) {
    Reader reader = new Reader(servedHere);
    JsonBody.read(bytes, reader::read);
    return reader.result();
  }

  private static final class Reader {

    private final Predicate<JobType> servedHere;
    private final Set<JobType> types = new HashSet<>();
    private Optional<String> workerId = Optional.empty();
    private long maxJobs = 1;
    private long leaseSeconds = WorkerReport.LEASE_SECONDS;
    private long waitSeconds;

    private Reader(Predicate<JobType> servedHere) {
      this.servedHere = servedHere;
    }

    private void read(JsonBody body) {
      Set<String> sent = body.members("a claim", name -> member(body, name));
      body.require(sent, "workerId", "jobTypes");
    }

    private boolean member(JsonBody body, String name) {
      switch (name) {
        case "workerId" -> workerId = body.text(name, 1, MAX_WORKER_ID);
        case "jobTypes" -> body.strings(name, 1, MAX_TYPES, this::type);
        case "maxJobs" -> maxJobs = body.number(name, 1, MAX_JOBS).orElse(maxJobs);
        case "leaseSeconds" -> leaseSeconds = WorkerReport.leaseSeconds(body, name);
        case "waitSeconds" ->
            waitSeconds = body.number(name, 0, MAX_WAIT_SECONDS).orElse(waitSeconds);
        default -> {
          return false;
        }
      }
      return true;
    }

    /** What is wrong with a type, if anything is. */
    private Optional<String> type(String name) {
      Optional<JobType> type = JobType.parse(name);
      type.ifPresent(types::add);
      if (type.isEmpty()) {
        return Optional.of("must be " + JobType.RULE);
      }
      return servedHere.test(type.get())
          ? Optional.of("is run by the server itself")
          : Optional.empty();
    }

    private ClaimBody result() {
      Claim claim =
          new Claim(
              workerId.orElseThrow(),
              types,
              (int) maxJobs,
              MAX_BYTES,
              Duration.ofSeconds(leaseSeconds));
      return new ClaimBody(claim, Duration.ofSeconds(waitSeconds));
    }
  }
}
