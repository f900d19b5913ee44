package dev.jobward.execution;

import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.platform.RecentlyUsed;
import java.util.Set;

/**
 * Who had the last turn, for each set of job types that somebody claims on this node: the next
 * claim begins with the owner behind. It is a memory and nothing more. A node that has lost it
 * begins with the first owner, and every round is fair in itself.
 */
final class Turns {

  private static final int REMEMBERED_SETS = 1_000;

  private final RecentlyUsed<Set<JobType>, String> last = new RecentlyUsed<>(REMEMBERED_SETS);

  /** The owner who had the last turn; empty text if nobody had one. */
  String last(Set<JobType> types) {
    return last.getOrDefault(types, "");
  }

  void had(Set<JobType> types, Owner owner) {
    last.put(types, owner.subject());
  }
}
