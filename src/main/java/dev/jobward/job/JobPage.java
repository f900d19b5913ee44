package dev.jobward.job;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One page of a list. */
public final class JobPage {

  private final List<Job> jobs;
  private final @Nullable Position next;

  private JobPage(List<Job> jobs, @Nullable Position next) {
    this.jobs = jobs;
    this.next = next;
  }

  /**
   * A page of at most the query's limit, out of what was found: one job more than that, if there
   * is.
   */
  static JobPage of(List<Job> found, JobQuery query) {
    if (found.size() <= query.limit()) {
      return new JobPage(List.copyOf(found), null);
    }
    List<Job> jobs = List.copyOf(found.subList(0, query.limit()));
    return new JobPage(jobs, Position.of(jobs.get(jobs.size() - 1), query.sortBy()));
  }

  public List<Job> jobs() {
    return jobs;
  }

  /** There exactly when more jobs follow. */
  public Optional<Position> next() {
    return Optional.ofNullable(next);
  }
}
