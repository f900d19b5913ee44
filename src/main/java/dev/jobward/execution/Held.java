package dev.jobward.execution;

import dev.jobward.job.JobId;
import java.time.Instant;

/**
 * What the holder of a lease hears when it renews it.
 *
 * @param until the lease's new end
 * @param cancelRequested whether the job's owner wants it to stop
 */
public record Held(JobId jobId, Instant until, boolean cancelRequested) {}
