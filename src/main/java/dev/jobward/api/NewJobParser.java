package dev.jobward.api;

import dev.jobward.execution.PayloadFault;
import dev.jobward.job.JobType;
import dev.jobward.job.NewJob;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the body of a creation. The payload is never turned into values: it is kept as the slice of
 * the text that it was sent as.
 */
final class NewJobParser {

  private static final int MAX_BATCH = 1000;

  private final JsonBody body;
  private final Clock clock;
  private final PayloadCheck check;
  private Optional<JobType> type = Optional.empty();
  private Optional<String> payload = Optional.empty();
  private OptionalLong priority = OptionalLong.empty();
  private OptionalLong maxAttempts = OptionalLong.empty();
  private OptionalLong timeoutSeconds = OptionalLong.empty();
  private OptionalLong runAt = OptionalLong.empty();
  private OptionalLong expiresAt = OptionalLong.empty();

  private NewJobParser(JsonBody body, Clock clock, PayloadCheck check) {
    this.body = body;
    this.clock = clock;
    this.check = check;
  }

  /** What a job type asks of its payloads. */
  @FunctionalInterface
  interface PayloadCheck {
    List<PayloadFault> check(JobType type, String payload);
  }

  /**
   * The job that the body asks for.
   *
   * @throws ApiFailure with every fault that was found, unless the body is no JSON at all
   */
  static NewJob parse(byte[] bytes, Clock clock, PayloadCheck check) {
    List<NewJob> jobs = new ArrayList<>();
    JsonBody.read(bytes, body -> new NewJobParser(body, clock, check).job().ifPresent(jobs::add));
    return jobs.get(0);
  }

  /**
   * The jobs that the body of a batch asks for.
   *
   * @param maxBytes of each creation
   * @throws ApiFailure with every fault that was found, unless the body is no JSON at all
   */
  static List<NewJob> parseBatch(byte[] bytes, int maxBytes, Clock clock, PayloadCheck check) {
    List<NewJob> jobs = new ArrayList<>();
    JsonBody.readMany(
        bytes,
        body -> {
          Runnable creation = () -> new NewJobParser(body, clock, check).job().ifPresent(jobs::add);
          Set<String> sent =
              body.members(
                  "a batch",
                  name -> {
                    if (name.equals("jobs")) {
                      body.objects(
                          name, 1, MAX_BATCH, maxBytes, creation, NewJobParser::refuseAsTooLarge);
                      return true;
                    }
                    return false;
                  });
          body.require(sent, "jobs");
        });
    return jobs;
  }

  /** Empty if there were faults. */
  private Optional<NewJob> job() {
    int faults = body.faults();
    body.require(body.members("a job", this::member), "jobType", "payload");
    expiresAt.ifPresent(this::checkExpiry);
    if (type.isPresent() && payload.isPresent()) {
      for (PayloadFault fault : check.check(type.get(), payload.get())) {
        body.fault("payload." + fault.member(), fault.message());
      }
    }
    return body.faults() > faults || type.isEmpty() || payload.isEmpty()
        ? Optional.empty()
        : Optional.of(job(type.get(), payload.get()));
  }

  private boolean member(String name) {
    switch (name) {
      case "jobType" -> type = type();
      case "payload" -> payload = body.objectText(name);
      case "priority" -> priority = body.number(name, NewJob.MIN_PRIORITY, NewJob.MAX_PRIORITY);
      case "maxAttempts" -> maxAttempts = body.number(name, 1, NewJob.MAX_MAX_ATTEMPTS);
      case "timeoutSeconds" -> timeoutSeconds = body.number(name, 1, NewJob.MAX_TIMEOUT_SECONDS);
      case "runAt" -> runAt = body.number(name, 0, NewJob.MAX_MILLIS);
      case "expiresAt" -> expiresAt = body.number(name, 0, NewJob.MAX_MILLIS);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Optional<JobType> type() {
    Optional<JobType> found = body.string().flatMap(JobType::parse);
    if (found.isEmpty()) {
      body.fault("jobType", "must be " + JobType.RULE);
    }
    return found;
  }

  private static void refuseAsTooLarge() {
    throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
  }

  private void checkExpiry(long expiry) {
    if (expiry <= clock.millis()) {
      body.fault("expiresAt", "must be in the future");
    } else if (runAt.isPresent() && expiry <= runAt.getAsLong()) {
      body.fault("expiresAt", "must be after runAt");
    }
  }

  private NewJob job(JobType jobType, String text) {
    NewJob job = NewJob.of(jobType, text);
    priority.ifPresent(value -> job.priority((int) value));
    maxAttempts.ifPresent(value -> job.maxAttempts((int) value));
    timeoutSeconds.ifPresent(value -> job.timeoutSeconds((int) value));
    runAt.ifPresent(value -> job.runAt(Instant.ofEpochMilli(value)));
    expiresAt.ifPresent(value -> job.expiresAt(Instant.ofEpochMilli(value)));
    return job;
  }
}
