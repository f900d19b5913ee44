package dev.jobward.job;

/** Something may be due: told on this node, after the commit. */
public record JobsAdded(JobType type) {}
