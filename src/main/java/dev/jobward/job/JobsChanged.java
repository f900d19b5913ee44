package dev.jobward.job;

import java.util.List;

/**
 * What an owner sees of these jobs has changed. Told on this node, once it is committed.
 *
 * <p>It is a hint for those who wait for a change. Nothing is lost without it: they look for
 * themselves, too, if less often.
 */
public record JobsChanged(List<JobId> ids) {}
