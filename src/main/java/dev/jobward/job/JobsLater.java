package dev.jobward.job;

/**
 * Jobs wait for a time that may be near: one given at their creation, or the end of a back-off.
 * Told on this node, once it is committed.
 */
public record JobsLater() {}
