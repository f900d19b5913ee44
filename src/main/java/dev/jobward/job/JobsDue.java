package dev.jobward.job;

import java.util.Collection;
import java.util.Set;

/**
 * Jobs of these types may be due: they were created, or their time has come, or they are due again.
 * Told once it is committed.
 *
 * @param types empty if it may be any
 * @param elsewhere whether it happened on another node
 */
public record JobsDue(Set<JobType> types, boolean elsewhere) {

  /** It happened on this node. */
  public JobsDue(Set<JobType> types) {
    this(types, false);
  }

  /** Whether somebody who runs these types has to look. */
  public boolean concern(Collection<JobType> served) {
    return types.isEmpty() || served.stream().anyMatch(types::contains);
  }
}
