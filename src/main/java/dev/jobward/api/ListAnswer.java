package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobPage;
import dev.jobward.job.JobQuery;
import dev.jobward.job.Owner;
import dev.jobward.job.Position;
import dev.jobward.json.JobDocument;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** One page of a list, with the cursor of the next one. */
public final class ListAnswer {

  private ListAnswer() {}

  /** Of one owner's jobs. */
  static Response of(JobPage page, Owner owner, JobQuery query) {
    return of(page, JobDocument::writeSummary, next -> CursorCodec.encode(next, owner, query));
  }

  /** Of everybody's jobs, each with its owner. */
  public static Response ofAll(JobPage page, JobQuery query) {
    return of(
        page, JobDocument::writeSummaryWithOwner, next -> CursorCodec.encodeOfAll(next, query));
  }

  private static Response of(
      JobPage page, BiConsumer<JsonGenerator, Job> writer, Function<Position, String> cursor) {
    return Response.ok(
            Envelope.success(
                "Jobs retrieved.",
                json -> {
                  json.writeStartObject();
                  json.writeArrayPropertyStart("jobs");
                  page.jobs().forEach(job -> writer.accept(json, job));
                  json.writeEndArray();
                  page.next()
                      .map(cursor)
                      .ifPresent(key -> json.writeStringProperty("lastEvaluatedKey", key));
                  json.writeEndObject();
                }),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
