package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.ResultType;
import java.util.Optional;
import java.util.UUID;

/**
 * The success of one attempt.
 *
 * @param result JSON text, the value of a {@code JSON} result or the string of a {@code TEXT} one
 * @param file the stored file, for {@code FILE}
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record Completion(
    JobId jobId, LeaseToken token, ResultType type, Optional<String> result, Optional<UUID> file) {

  static Completion of(JobId jobId, LeaseToken token, JobResult result) {
    if (result instanceof JobResult.Json json) {
      return text(jobId, token, ResultType.JSON, json.text());
    } else if (result instanceof JobResult.Text text) {
      return text(jobId, token, ResultType.TEXT, JsonString.of(text.text()));
    } else {
      return new Completion(jobId, token, ResultType.NONE, Optional.empty(), Optional.empty());
    }
  }

  static Completion ofFile(JobId jobId, LeaseToken token, UUID file) {
    return new Completion(jobId, token, ResultType.FILE, Optional.empty(), Optional.of(file));
  }

  private static Completion text(JobId jobId, LeaseToken token, ResultType type, String json) {
    return new Completion(jobId, token, type, Optional.of(json), Optional.empty());
  }
}
