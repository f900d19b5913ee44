package dev.jobward.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One page of a list that is asked for. */
public final class JobQuery {

  private final JobFilter filter;
  private final SortField sortBy;
  private final SortOrder sortOrder;
  private final int limit;
  private final @Nullable Position after;

  private JobQuery(
      JobFilter filter,
      SortField sortBy,
      SortOrder sortOrder,
      int limit,
      @Nullable Position after) {
    this.filter = filter;
    this.sortBy = sortBy;
    this.sortOrder = sortOrder;
    this.limit = limit;
    this.after = after;
  }

  /**
   * The first page.
   *
   * @param limit how many jobs at most, 1 or more
   */
  public static JobQuery first(JobFilter filter, SortField sortBy, SortOrder sortOrder, int limit) {
    return new JobQuery(filter, sortBy, sortOrder, limit, null);
  }

  /** The page behind this position. */
  public JobQuery after(Position position) {
    return new JobQuery(filter, sortBy, sortOrder, limit, position);
  }

  public JobFilter filter() {
    return filter;
  }

  public SortField sortBy() {
    return sortBy;
  }

  public SortOrder sortOrder() {
    return sortOrder;
  }

  public int limit() {
    return limit;
  }

  public Optional<Position> after() {
    return Optional.ofNullable(after);
  }
}
