package dev.jobward.execution;

import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import java.time.Duration;

/**
 * The failure of one attempt, in its holder's words.
 *
 * @param retryable whether another attempt may help
 * @param notBefore how long the next attempt has to wait at least; the back-off may be longer
 */
public record Failure(
    JobId jobId, LeaseToken token, JobError error, boolean retryable, Duration notBefore) {}
