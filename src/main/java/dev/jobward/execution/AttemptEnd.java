package dev.jobward.execution;

import dev.jobward.job.JobAttempt;
import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.platform.Columns;
import dev.jobward.platform.tracing.Traceparent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * How one attempt ended.
 *
 * @param number as the job counts its attempts: from 1, anew after a retry by hand
 * @param holder who ran it, by its own name
 * @param took by the database's clock
 * @param traceparent of the request that created the job
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record AttemptEnd(
    JobId jobId,
    JobType type,
    int number,
    String holder,
    JobAttempt.Outcome outcome,
    Duration took,
    Optional<Traceparent> traceparent) {

  /** Reads job, type, number, holder, outcome, milliseconds and traceparent, in this order. */
  static AttemptEnd read(ResultSet row) throws SQLException {
    return new AttemptEnd(
        new JobId(Columns.uuid(row, 1)),
        new JobType(row.getString(2)),
        row.getInt(3),
        row.getString(4),
        JobAttempt.Outcome.valueOf(row.getString(5)),
        Duration.ofMillis(row.getLong(6)),
        Optional.ofNullable(row.getString(7)).map(Traceparent::new));
  }
}
