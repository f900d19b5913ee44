package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;

/**
 * The right to run one attempt.
 *
 * @param attempt 1 for the first since creation, or since the last retry by hand
 */
record Lease(
    JobId jobId, Owner owner, JobType type, String payload, LeaseToken token, int attempt) {}
