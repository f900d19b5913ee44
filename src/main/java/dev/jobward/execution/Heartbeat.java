package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.Progress;
import java.util.Optional;

/** A sign of life for one attempt, with its progress if that has changed. */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record Heartbeat(JobId jobId, LeaseToken token, Optional<Progress> progress) {}
