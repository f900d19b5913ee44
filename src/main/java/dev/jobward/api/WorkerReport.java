package dev.jobward.api;

import dev.jobward.execution.Failure;
import dev.jobward.execution.Heartbeat;
import dev.jobward.execution.JobResult;
import dev.jobward.execution.LeaseToken;
import dev.jobward.execution.WorkerJobs;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.Progress;
import dev.jobward.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What a worker says of one job: in a call of its own, or as one of many reports. */
final class WorkerReport {

  /** What a lease is for who does not say. */
  static final long LEASE_SECONDS = 30;

  private static final int MIN_LEASE_SECONDS = 5;
  private static final int MAX_LEASE_SECONDS = 3600;
  private static final int MAX_CODE = 100;
  private static final int MAX_REPORTS = 500;

  /** Which call it is. */
  enum Outcome {
    HEARTBEAT,
    COMPLETE,
    FAIL;

    private Set<String> members() {
      return switch (this) {
        case HEARTBEAT -> Set.of("leaseToken", "leaseSeconds", "progress");
        case COMPLETE -> Set.of("leaseToken", "resultType", "result");
        case FAIL -> Set.of("leaseToken", "code", "message", "retryable");
      };
    }

    private String[] required() {
      return this == FAIL
          ? new String[] {"leaseToken", "code", "message"}
          : new String[] {"leaseToken"};
    }

    String parameter() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Outcome> parse(String name) {
      return Arrays.stream(values()).filter(value -> value.parameter().equals(name)).findFirst();
    }
  }

  private enum ResultKind {
    NONE,
    JSON,
    TEXT
  }

  private Optional<Outcome> outcome;
  private Optional<String> jobId = Optional.empty();
  private Optional<String> token = Optional.empty();
  private long leaseSeconds = LEASE_SECONDS;
  private Optional<Progress> progress = Optional.empty();
  private Optional<ResultKind> resultKind = Optional.of(ResultKind.NONE);
  private Optional<String> result = Optional.empty();
  private Optional<String> code = Optional.empty();
  private Optional<String> message = Optional.empty();
  private boolean retryable = true;
  private List<Fault> faults = List.of();
  private boolean tooLarge;

  private WorkerReport(Optional<Outcome> outcome) {
    this.outcome = outcome;
  }

  /**
   * The body of a call.
   *
   * @throws ApiFailure with every fault that was found
   */
  static WorkerReport parse(byte[] bytes, Outcome outcome) {
    WorkerReport report = new WorkerReport(Optional.of(outcome));
    JsonBody.read(
        bytes,
        body -> {
          Set<String> sent =
              body.members(
                  "this call",
                  name -> outcome.members().contains(name) && report.member(body, name));
          body.require(sent, outcome.required());
          report.checkResult(body);
        });
    return report;
  }

  /**
   * The body of a call with many reports. What is wrong with one of them is kept with it.
   *
   * @param maxBytes of each report
   * @throws ApiFailure if the body as a whole is not valid
   */
  static List<WorkerReport> parseMany(byte[] bytes, int maxBytes) {
    List<WorkerReport> reports = new ArrayList<>();
    JsonBody.readMany(
        bytes,
        body -> {
          Runnable reader = () -> reports.add(one(body));
          Runnable tooLarge = () -> reports.get(reports.size() - 1).tooLarge = true;
          Set<String> sent =
              body.members(
                  "this call",
                  name -> {
                    if (name.equals("reports")) {
                      body.objects(name, 1, MAX_REPORTS, maxBytes, reader, tooLarge);
                      return true;
                    }
                    return false;
                  });
          body.require(sent, "reports");
        });
    return reports;
  }

  private static WorkerReport one(JsonBody body) {
    int before = body.faults();
    WorkerReport report = new WorkerReport(Optional.empty());
    Set<String> sent =
        body.members("a report", name -> report.address(body, name) || report.member(body, name));
    body.require(sent, "jobId", "outcome");
    report.outcome.ifPresent(
        outcome -> {
          body.require(sent, outcome.required());
          sent.stream()
              .filter(name -> !name.equals("jobId") && !name.equals("outcome"))
              .filter(name -> !outcome.members().contains(name))
              .sorted()
              .forEach(
                  name ->
                      body.fault(name, "is not a member of a report of " + outcome.parameter()));
        });
    report.checkResult(body);
    report.faults = body.takeFaultsSince(before);
    return report;
  }

  private boolean address(JsonBody body, String name) {
    switch (name) {
      case "jobId" -> jobId = body.text(name, 1, Integer.MAX_VALUE);
      case "outcome" -> {
        outcome = body.string().flatMap(Outcome::parse);
        if (outcome.isEmpty()) {
          body.fault(name, "must be one of complete, fail, heartbeat");
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean member(JsonBody body, String name) {
    switch (name) {
      case "leaseToken" -> token = body.text(name, 1, Integer.MAX_VALUE);
      case "leaseSeconds" -> leaseSeconds = leaseSeconds(body, name);
      case "progress" -> progress = ProgressBody.read(body, name);
      case "resultType" -> resultKind(body, name);
      case "result" -> result = Optional.of(body.valueText());
      case "code" -> code = body.text(name, 1, MAX_CODE);
      case "message" -> message = body.text(name, 0, Integer.MAX_VALUE);
      case "retryable" -> retryable = body.flag(name).orElse(true);
      default -> {
        return false;
      }
    }
    return true;
  }

  static long leaseSeconds(JsonBody body, String name) {
    return body.number(name, MIN_LEASE_SECONDS, MAX_LEASE_SECONDS).orElse(LEASE_SECONDS);
  }

  private void resultKind(JsonBody body, String name) {
    if (body.isNull()) {
      return;
    }
    Optional<String> sent = body.string();
    resultKind =
        Arrays.stream(ResultKind.values())
            .filter(kind -> sent.filter(kind.name()::equals).isPresent())
            .findFirst();
    if (resultKind.isEmpty()) {
      body.fault(name, "must be one of NONE, JSON, TEXT; a file is sent with PUT");
    }
  }

  /** Type and value may come in any order, so that they are looked at together at the end. */
  private void checkResult(JsonBody body) {
    boolean isNull = result.filter(text -> !text.equals("null")).isEmpty();
    resultKind.ifPresent(
        kind -> {
          switch (kind) {
            case NONE -> check(body, isNull, "must be left out where resultType is NONE");
            case JSON -> check(body, result.isPresent(), "is required where resultType is JSON");
            case TEXT ->
                check(
                    body,
                    result.filter(text -> text.startsWith("\"")).isPresent(),
                    "must be a string where resultType is TEXT");
          }
        });
  }

  private static void check(JsonBody body, boolean good, String fault) {
    if (!good) {
      body.fault("result", fault);
    }
  }

  /** What is wrong with this one of many reports, in a sentence; empty if nothing is. */
  Optional<String> fault() {
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(
            faults.stream()
                .map(fault -> fault.field() + " " + fault.message())
                .collect(Collectors.joining("; ")));
  }

  /** Whether this one of many reports is larger than a call of its own may be. */
  boolean isTooLarge() {
    return tooLarge;
  }

  Outcome outcome() {
    return outcome.orElseThrow();
  }

  /** As it was sent; empty text if there was none. */
  String sentJobId() {
    return jobId.orElse("");
  }

  /** Empty for what was never given out as a token. */
  Optional<LeaseToken> token() {
    return token.flatMap(LeaseToken::parse);
  }

  Heartbeat heartbeat(JobId id, LeaseToken held) {
    return new Heartbeat(id, held, Duration.ofSeconds(leaseSeconds), progress);
  }

  WorkerJobs.Success success(JobId id, LeaseToken held) {
    return new WorkerJobs.Success(
        id,
        held,
        switch (resultKind.orElseThrow()) {
          case NONE -> JobResult.none();
          case JSON -> JobResult.json(result.orElseThrow());
          case TEXT -> JobResult.text(string(result.orElseThrow()));
        });
  }

  Failure failure(JobId id, LeaseToken held) {
    return new Failure(
        id,
        held,
        new JobError(code.orElseThrow(), message.orElseThrow()),
        retryable,
        Duration.ZERO);
  }

  private static String string(String literal) {
    try (JsonParser json = Json.read(literal)) {
      JsonToken unused = json.nextToken();
      return json.getString();
    }
  }
}
