package dev.jobward.execution;

import dev.jobward.job.JobType;
import java.time.Duration;
import java.util.Set;

/**
 * What somebody who runs jobs asks for.
 *
 * @param workerId who asks, as the attempts will say
 * @param types one or more
 * @param places how many jobs at most, 1 or more
 * @param maxBytes how large the payloads may be together, in bytes; the first job may be larger
 * @param lease how long the holder may be silent
 */
public record Claim(
    String workerId, Set<JobType> types, int places, long maxBytes, Duration lease) {}
