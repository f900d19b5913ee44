package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * A sign of life for one attempt, with its progress if that has changed.
 *
 * @param lease how long the holder may be silent from now on
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Heartbeat(
    JobId jobId, LeaseToken token, Duration lease, Optional<Progress> progress) {}
