package dev.jobward.handlers;

import dev.jobward.execution.JobContext;
import dev.jobward.execution.JobFailure;
import dev.jobward.execution.JobHandler;
import dev.jobward.execution.JobResult;
import dev.jobward.execution.PayloadFault;
import dev.jobward.job.Job;
import dev.jobward.job.JobFilter;
import dev.jobward.job.JobPage;
import dev.jobward.job.JobQuery;
import dev.jobward.job.JobType;
import dev.jobward.job.Jobs;
import dev.jobward.job.Progress;
import dev.jobward.job.SortField;
import dev.jobward.job.SortOrder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * {@code jobs.export}: the caller's own jobs as a file, the oldest first.
 *
 * <p>A page is read, written and forgotten before the next one, so that memory does not grow with
 * the number of jobs. Each job is as it was when its page was read; jobs that are created after the
 * export are left out, so that it ends.
 */
@ApplicationScoped
public class JobsExportHandler implements JobHandler {

  private static final JobType TYPE = new JobType("jobs.export");
  private static final int PAGE = 500;

  @Inject private Jobs jobs;

  @SuppressWarnings("NullAway.Init") // the container sets the field
  public JobsExportHandler() {}

  @Override
  public JobType jobType() {
    return TYPE;
  }

  @Override
  public List<PayloadFault> check(String payload) {
    return ExportRequest.parse(payload).faults();
  }

  @Override
  public JobResult run(JobContext job) throws JobFailure {
    ExportRequest request = ExportRequest.parse(job.payload());
    ExportFormat format =
        request
            .format()
            .orElseThrow(
                () -> JobFailure.permanent("INVALID_PAYLOAD", "The payload is not valid."));
    JobFilter filter = request.filter();
    Instant end = job.jobId().createdAt();
    if (filter.dateTo().filter(to -> to.isBefore(end)).isEmpty()) {
      filter.dateTo(end);
    }
    return JobResult.file(
        "jobs." + format.parameter(),
        format.contentType(),
        out ->
            write(
                job,
                format,
                JobQuery.first(filter, SortField.CREATED_AT, SortOrder.ASC, PAGE),
                out));
  }

  private void write(JobContext job, ExportFormat format, JobQuery first, OutputStream out)
      throws IOException {
    out.write(format.head());
    JobQuery query = first;
    Instant begin = job.jobId().createdAt();
    long written = 0;
    while (true) {
      JobPage page = jobs.list(job.owner(), query);
      for (Job exported : page.jobs()) {
        out.write(format.line(exported));
      }
      if (written == 0 && !page.jobs().isEmpty()) {
        begin = page.jobs().get(0).createdAt();
      }
      written += page.jobs().size();
      if (page.next().isEmpty()) {
        job.progress(Progress.of(100, written(written)));
        return;
      }
      Instant now = page.jobs().get(page.jobs().size() - 1).createdAt();
      job.progress(
          Progress.of(percent(begin, now, first.filter().dateTo().orElse(now)), written(written)));
      if (job.isStopRequested()) {
        throw new InterruptedIOException("asked to stop");
      }
      query = first.after(page.next().get());
    }
  }

  private static String written(long jobs) {
    return jobs == 1 ? "1 job written" : jobs + " jobs written";
  }

  /** How far the export has come through the time that it covers: nobody counts the jobs first. */
  private static int percent(Instant begin, Instant now, Instant end) {
    long whole = end.toEpochMilli() - begin.toEpochMilli();
    long done = now.toEpochMilli() - begin.toEpochMilli();
    return whole <= 0 ? 0 : (int) Math.min(99, done * 100 / whole);
  }
}
