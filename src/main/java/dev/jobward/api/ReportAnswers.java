package dev.jobward.api;

import dev.jobward.execution.LeaseToken;
import dev.jobward.execution.WorkerJobs;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * Many reports of a worker, each answered as a call of its own would be. Those that follow each
 * other and say the same kind of thing of different jobs go to the database together.
 */
final class ReportAnswers {

  private final WorkerJobs jobs;
  private final List<Answer> answers = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private final Set<JobId> pendingJobs = new HashSet<>();

  private ReportAnswers(WorkerJobs jobs) {
    this.jobs = jobs;
  }

  private record Answer(String jobId, int status, String message) {}

  /** One that is not answered yet. */
  private record Pending(int index, WorkerReport report, JobId id, LeaseToken token) {}

  static byte[] of(List<WorkerReport> reports, WorkerJobs jobs) {
    ReportAnswers answers = new ReportAnswers(jobs);
    reports.forEach(answers::add);
    answers.flush();
    return Envelope.success("Reports taken.", answers::write);
  }

  private void add(WorkerReport report) {
    Optional<JobId> id = JobId.parse(report.sentJobId());
    Optional<LeaseToken> token = report.token();
    if (report.isTooLarge()) {
      ErrorCode code = ErrorCode.PAYLOAD_TOO_LARGE;
      answer(report, code.status(), code.sentence());
    } else if (report.fault().isPresent()) {
      answer(report, 400, report.fault().get());
    } else if (id.isEmpty()) {
      answer(report, new Refusal.JobNotFound());
    } else if (token.isEmpty()) {
      answer(report, jobs.lost(id.get()));
    } else {
      if (pendingJobs.contains(id.get())
          || (!pending.isEmpty() && pending.get(0).report().outcome() != report.outcome())) {
        flush();
      }
      pending.add(new Pending(answers.size(), report, id.get(), token.get()));
      pendingJobs.add(id.get());
      // Its place; the answer itself comes with those that it goes together with.
      answers.add(new Answer(report.sentJobId(), 0, ""));
    }
  }

  private void flush() {
    if (pending.isEmpty()) {
      return;
    }
    Map<JobId, String> good = new java.util.HashMap<>();
    switch (pending.get(0).report().outcome()) {
      case HEARTBEAT ->
          jobs.heartbeat(
                  pending.stream().map(p -> p.report().heartbeat(p.id(), p.token())).toList())
              .forEach(
                  (id, held) ->
                      good.put(
                          id,
                          held.cancelRequested()
                              ? "Lease renewed. A cancel was asked for."
                              : "Lease renewed."));
      case COMPLETE ->
          jobs.complete(pending.stream().map(p -> p.report().success(p.id(), p.token())).toList())
              .forEach(id -> good.put(id, "Job completed."));
      case FAIL ->
          jobs.fail(pending.stream().map(p -> p.report().failure(p.id(), p.token())).toList())
              .forEach(
                  (id, status) ->
                      good.put(
                          id,
                          status == JobStatus.PENDING
                              ? "The job will be tried again."
                              : "The job has ended."));
    }
    answerPending(good);
    pending.clear();
    pendingJobs.clear();
  }

  private void answerPending(Map<JobId, String> good) {
    Set<JobId> bad = new HashSet<>(pendingJobs);
    bad.removeAll(good.keySet());
    Set<JobId> missing = bad.isEmpty() ? Set.of() : jobs.missing(bad);
    for (Pending report : pending) {
      String message = good.get(report.id());
      Answer answer =
          message != null
              ? new Answer(report.id().toString(), 200, message)
              : refused(
                  report.report(),
                  missing.contains(report.id())
                      ? new Refusal.JobNotFound()
                      : new Refusal.LeaseLost());
      answers.set(report.index(), answer);
    }
  }

  private void answer(WorkerReport report, int status, String message) {
    answers.add(new Answer(report.sentJobId(), status, message));
  }

  private void answer(WorkerReport report, Refusal refusal) {
    answers.add(refused(report, refusal));
  }

  private static Answer refused(WorkerReport report, Refusal refusal) {
    return new Answer(
        report.sentJobId(), Failures.code(refusal).status(), String.valueOf(refusal.getMessage()));
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("reports");
    for (Answer answer : answers) {
      json.writeStartObject();
      json.writeStringProperty("jobId", JsonBody.shown(answer.jobId()));
      json.writeNumberProperty("status", answer.status());
      json.writeStringProperty("message", answer.message());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
