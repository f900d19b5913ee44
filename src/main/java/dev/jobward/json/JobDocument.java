package dev.jobward.json;

import dev.jobward.job.Job;
import dev.jobward.job.JobAttempt;
import dev.jobward.job.JobDetails;
import dev.jobward.job.JobError;
import dev.jobward.job.Progress;
import dev.jobward.job.ResultFile;
import dev.jobward.job.ResultType;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A job in JSON. */
public final class JobDocument {

  private JobDocument() {}

  /** As it stands in a list: without payload and result. */
  public static void writeSummary(JsonGenerator json, Job job) {
    json.writeStartObject();
    writeHead(json, job);
    writeTail(json, job);
    json.writeEndObject();
  }

  /** As it stands in a list of everybody's jobs. */
  public static void writeSummaryWithOwner(JsonGenerator json, Job job) {
    json.writeStartObject();
    writeHead(json, job);
    writeOwner(json, job);
    writeTail(json, job);
    json.writeEndObject();
  }

  /** With payload and result, both as they were sent. */
  public static void write(JsonGenerator json, JobDetails details) {
    json.writeStartObject();
    writeHead(json, details.job());
    writeContent(json, details);
    json.writeEndObject();
  }

  /** The same for somebody who sees everybody's jobs. */
  public static void writeWithOwner(JsonGenerator json, JobDetails details) {
    json.writeStartObject();
    writeHead(json, details.job());
    writeOwner(json, details.job());
    writeContent(json, details);
    json.writeEndObject();
  }

  private static void writeContent(JsonGenerator json, JobDetails details) {
    json.writeName("payload");
    json.writeRawValue(details.content().payload());
    json.writeName("result");
    writeResult(json, details);
    writeTail(json, details.job());
  }

  /**
   * As the one who runs it gets it.
   *
   * @param until when the lease ends
   * @param traceparent left out where there is none
   */
  public static void writeClaimed(
      JsonGenerator json,
      Job job,
      String payload,
      String leaseToken,
      Instant until,
      Optional<String> traceparent) {
    json.writeStartObject();
    writeHead(json, job);
    writeOwner(json, job);
    json.writeName("payload");
    json.writeRawValue(payload);
    writeTail(json, job);
    json.writeStringProperty("leaseToken", leaseToken);
    writeTime(json, "leaseExpiresAt", Optional.of(until));
    traceparent.ifPresent(value -> json.writeStringProperty("traceparent", value));
    json.writeEndObject();
  }

  /** One attempt to run a job. */
  public static void writeAttempt(JsonGenerator json, JobAttempt attempt) {
    json.writeStartObject();
    json.writeNumberProperty("number", attempt.number());
    json.writeStringProperty("workerId", attempt.workerId());
    writeTime(json, "startedAt", Optional.of(attempt.startedAt()));
    writeTime(json, "endedAt", attempt.endedAt());
    json.writeStringProperty("outcome", attempt.outcome().name());
    writeError(json, attempt.error());
    json.writeEndObject();
  }

  private static void writeHead(JsonGenerator json, Job job) {
    json.writeStringProperty("jobId", job.id().toString());
    json.writeStringProperty("jobType", job.type().name());
    json.writeStringProperty("status", job.status().name());
    json.writeStringProperty("resultType", job.resultType().name());
  }

  private static void writeOwner(JsonGenerator json, Job job) {
    json.writeStringProperty("owner", job.owner().subject());
  }

  private static void writeTail(JsonGenerator json, Job job) {
    writeError(json, job.error());
    json.writeBooleanProperty("cancelRequested", job.cancelRequested());
    writeProgress(json, job.progress());
    json.writeNumberProperty("attempts", job.attempts());
    json.writeNumberProperty("maxAttempts", job.maxAttempts());
    json.writeNumberProperty("priority", job.priority());
    json.writeNumberProperty("timeoutSeconds", job.timeoutSeconds());
    writeTime(json, "expiresAt", job.expiresAt());
    writeTime(json, "createdAt", Optional.of(job.createdAt()));
    writeTime(json, "updatedAt", Optional.of(job.updatedAt()));
    writeTime(json, "runAt", Optional.of(job.runAt()));
    writeTime(json, "startedAt", job.startedAt());
    writeTime(json, "finishedAt", job.finishedAt());
  }

  private static void writeResult(JsonGenerator json, JobDetails details) {
    Optional<String> text = details.content().result();
    Optional<ResultFile> file = details.content().resultFile();
    if (details.job().resultType() == ResultType.FILE && file.isPresent()) {
      json.writeStartObject();
      json.writeStringProperty("name", file.get().name());
      json.writeStringProperty("contentType", file.get().contentType());
      json.writeNumberProperty("size", file.get().size());
      json.writeStringProperty("sha256", file.get().sha256());
      json.writeEndObject();
    } else if (text.isPresent()) {
      json.writeRawValue(text.get());
    } else {
      json.writeNull();
    }
  }

  private static void writeError(JsonGenerator json, Optional<JobError> error) {
    if (error.isEmpty()) {
      json.writeNullProperty("error");
      return;
    }
    json.writeObjectPropertyStart("error");
    json.writeStringProperty("code", error.get().code());
    json.writeStringProperty("message", error.get().message());
    json.writeEndObject();
  }

  private static void writeProgress(JsonGenerator json, Optional<Progress> progress) {
    if (progress.isEmpty()) {
      json.writeNullProperty("progress");
      return;
    }
    json.writeObjectPropertyStart("progress");
    json.writeNumberProperty("percent", progress.get().percent());
    Optional<String> message = progress.get().message();
    if (message.isPresent()) {
      json.writeStringProperty("message", message.get());
    } else {
      json.writeNullProperty("message");
    }
    json.writeEndObject();
  }

  private static void writeTime(JsonGenerator json, String name, Optional<Instant> time) {
    if (time.isPresent()) {
      json.writeNumberProperty(name, time.get().toEpochMilli());
    } else {
      json.writeNullProperty(name);
    }
  }
}
