package dev.jobward.handlers;

import dev.jobward.job.Job;
import dev.jobward.job.JobError;
import dev.jobward.job.Progress;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job as a line of CSV: the fields of a list's job, those within {@code error} and {@code
 * progress} each in a column of its own, times in Unix milliseconds, nothing where there is none.
 */
final class CsvLine {

  static final String HEAD =
      "jobId,jobType,status,resultType,errorCode,errorMessage,cancelRequested,progressPercent,"
          + "progressMessage,attempts,maxAttempts,priority,timeoutSeconds,expiresAt,createdAt,"
          + "updatedAt,runAt,startedAt,finishedAt\r\n";

  private CsvLine() {}

  static String of(Job job) {
    return Stream.of(
            job.id(),
            job.type().name(),
            job.status(),
            job.resultType(),
            text(job.error().map(JobError::code)),
            text(job.error().map(JobError::message)),
            job.cancelRequested(),
            text(job.progress().map(Progress::percent)),
            text(job.progress().flatMap(Progress::message)),
            job.attempts(),
            job.maxAttempts(),
            job.priority(),
            job.timeoutSeconds(),
            millis(job.expiresAt()),
            job.createdAt().toEpochMilli(),
            job.updatedAt().toEpochMilli(),
            job.runAt().toEpochMilli(),
            millis(job.startedAt()),
            millis(job.finishedAt()))
        .map(value -> field(value.toString()))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String millis(Optional<Instant> time) {
    return text(time.map(Instant::toEpochMilli));
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }

  /** In quotes where the text could be taken for more than one field. */
  private static String field(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
