package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The jobs that one walk of a list meets, which are in one index in the order of the list.
 *
 * <p>A running attempt is known to the queue alone, and to the table of jobs its job is one that
 * waits (see {@code V1__jobs.sql}). Those that are as they were created have indexes of their own
 * (see {@code V7__lists_without_new_jobs.sql}).
 */
enum Part {
  /** In the order of their creation, which is the same for all. */
  ALL(JobStatus.PENDING),
  /** Waiting since they were created: their {@code updatedAt} is their {@code createdAt}. */
  NEW(JobStatus.PENDING),
  /** Waiting for another attempt. */
  WAITING_AGAIN(JobStatus.PENDING),
  RUNNING(JobStatus.RUNNING),
  COMPLETED(JobStatus.COMPLETED),
  FAILED(JobStatus.FAILED),
  CANCELLED(JobStatus.CANCELLED);

  private final JobStatus status;

  Part(JobStatus status) {
    this.status = status;
  }

  /** Those of which jobs may stand on this page. */
  static Set<Part> of(JobQuery query) {
    JobFilter filter = query.filter();
    boolean hasResult = filter.resultType().filter(type -> type != ResultType.NONE).isPresent();
    if (query.sortBy() == SortField.CREATED_AT
        && filter.status().isEmpty()
        && filter.jobType().isEmpty()
        && !hasResult) {
      return EnumSet.of(ALL);
    }
    Set<Part> parts = EnumSet.complementOf(EnumSet.of(ALL));
    filter.status().ifPresent(status -> parts.removeIf(part -> part.status != status));
    if (!isRunningApart(query)) {
      parts.remove(RUNNING);
    }
    if (hasResult) {
      parts.retainAll(EnumSet.of(COMPLETED));
    }
    parts.removeIf(part -> part.isBefore(query));
    return parts;
  }

  /** Whether it matters to this list that a job runs, of which its own row says nothing. */
  static boolean isRunningApart(JobQuery query) {
    return query.filter().status().isPresent()
        || query.sortBy() == SortField.UPDATED_AT
        || query.sortBy() == SortField.STATUS;
  }

  private boolean isBefore(JobQuery query) {
    return query.sortBy() == SortField.STATUS
        && query
            .after()
            .map(after -> status.name().compareTo(after.value()))
            .map(compared -> query.sortOrder() == ASC ? compared < 0 : compared > 0)
            .orElse(false);
  }

  /** As a list shows it. */
  JobStatus status() {
    return status;
  }

  /** Whether jobs that run are among these, as their own rows have it. */
  boolean isWaiting() {
    return this == NEW || this == WAITING_AGAIN;
  }

  /** Where this walk goes on; empty if it begins. */
  Optional<Position> position(JobQuery query) {
    return query
        .after()
        .filter(after -> query.sortBy() != SortField.STATUS || after.value().equals(status.name()));
  }
}
