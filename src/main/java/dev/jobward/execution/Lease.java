package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.platform.tracing.Traceparent;
import java.time.Instant;
import java.util.Optional;

/**
 * The right to run one attempt.
 *
 * @param until the holder is taken for dead then, by the database's clock, unless it renews
 * @param attempt 1 for the first since creation, or since the last retry by hand
 * @param traceparent of the request that created the job, if that was traced
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Lease(
    JobId jobId,
    Owner owner,
    JobType type,
    String payload,
    LeaseToken token,
    Instant until,
    int attempt,
    Optional<Traceparent> traceparent) {}
