package dev.jobward.job;

import java.util.Set;

/**
 * Jobs of these types may be due: they were created, or their time has come, or they are due again.
 * Told on this node, once it is committed.
 */
public record JobsDue(Set<JobType> types) {}
