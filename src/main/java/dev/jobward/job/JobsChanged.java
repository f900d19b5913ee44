package dev.jobward.job;

import java.util.Set;

/**
 * What an owner sees of these jobs has changed. Told once it is committed.
 *
 * <p>It is a hint for those who wait for a change. Nothing is lost without it: they look for
 * themselves, too, if less often.
 *
 * @param ids empty if it may be any
 * @param elsewhere whether it happened on another node
 */
public record JobsChanged(Set<JobId> ids, boolean elsewhere) {

  /** It happened on this node. */
  public JobsChanged(Set<JobId> ids) {
    this(ids, false);
  }
}
