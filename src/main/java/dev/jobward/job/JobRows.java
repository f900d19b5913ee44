package dev.jobward.job;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Which columns a query of jobs has to have, in the order in which {@link Job}, {@link QueueEntry},
 * {@link JobContent} and {@link ResultFile} read them.
 */
final class JobRows {

  /** Of {@code job} and, where it waits or runs, its {@code entry} in the queue. */
  static final String COLUMNS =
      """
      job.id, job.owner, job.job_type, job.status, job.result_type, job.error_code, job.error_message,
      job.cancel_requested, job.progress_percent, job.progress_message, job.attempts, job.max_attempts, job.priority,
      job.timeout_seconds, job.expires_at, job.created_at, job.updated_at, job.run_at, job.started_at, job.finished_at,
      job.version,
      entry.job_id, entry.attempts, entry.started_at, entry.updated_at, entry.progress_percent, entry.progress_message,
      entry.cancel_requested, entry.version
      """;

  static final String FROM = "from job left join job_queue as entry on entry.job_id = job.id\n";

  /** With what a job carries, but for the bytes of a file. */
  static final String WITH_CONTENT =
      "select "
          + COLUMNS
          + ", job.payload, job.result, file.id, file.name, file.content_type, file.size, file.sha256\n"
          + FROM
          + "left join job_file as file on file.id = job.result_file\n";

  private JobRows() {}

  static JobDetails details(ResultSet row) throws SQLException {
    return new JobDetails(new Job(row), JobContent.read(row));
  }
}
