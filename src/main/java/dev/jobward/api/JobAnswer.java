package dev.jobward.api;

import dev.jobward.job.JobDetails;
import dev.jobward.json.JobDocument;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** An answer that is about one job. */
public final class JobAnswer {

  private JobAnswer() {}

  static Response of(String message, JobDetails details) {
    return Response.ok(
            Envelope.success(message, json -> JobDocument.write(json, details)),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  /** For somebody who sees everybody's jobs. */
  public static Response withOwner(String message, JobDetails details) {
    return Response.ok(
            Envelope.success(message, json -> JobDocument.writeWithOwner(json, details)),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
