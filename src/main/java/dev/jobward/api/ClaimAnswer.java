package dev.jobward.api;

import dev.jobward.execution.ClaimedJob;
import dev.jobward.execution.WaitingWorkers;
import dev.jobward.execution.WorkerJobs;
import dev.jobward.json.JobDocument;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a claim is answered with, at once or after a wait that holds no thread. */
final class ClaimAnswer {

  private ClaimAnswer() {}

  private static Response of(List<ClaimedJob> claimed) {
    return Response.ok(
            Envelope.success(
                claimed.isEmpty() ? "There is no work." : "Jobs claimed.",
                json -> {
                  json.writeStartObject();
                  json.writeArrayPropertyStart("jobs");
                  claimed.forEach(
                      job ->
                          JobDocument.writeClaimed(
                              json,
                              job.job(),
                              job.lease().payload(),
                              job.lease().token().toString(),
                              job.lease().until()));
                  json.writeEndArray();
                  json.writeEndObject();
                }),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  /** What was claimed for a worker that does not take it any more goes back at once. */
  static boolean send(AsyncResponse answer, List<ClaimedJob> claimed, WorkerJobs jobs) {
    CompletionCallback callback =
        failure -> {
          if (failure != null) {
            jobs.handBack(claimed);
          }
        };
    answer.register(callback);
    return answer.resume(of(claimed));
  }

  /** Answers as soon as there is work, or when the worker's patience is over. */
  static void await(
      WaitingWorkers workers, ClaimBody asked, AsyncResponse answer, WorkerJobs jobs) {
    WaitingWorkers.Waiting waiting =
        workers.await(
            asked.claim(),
            new WaitingWorkers.Worker() {
              @Override
              public boolean take(List<ClaimedJob> claimed) {
                return send(answer, claimed, jobs);
              }

              @Override
              public void fail(RuntimeException failure) {
                answer.resume(failure);
              }
            });
    answer.setTimeoutHandler(late -> waiting.end());
    answer.setTimeout(asked.patience().toMillis(), TimeUnit.MILLISECONDS);
  }
}
