package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The conditions that make a list a walk along an index, from a position on. */
final class Keyset {

  private Keyset() {}

  /** An id begins with the millisecond of its creation, so that dates are a range of ids. */
  static List<Predicate> dates(CriteriaBuilder build, Expression<UUID> id, JobFilter filter) {
    List<Predicate> where = new ArrayList<>();
    filter
        .dateFrom()
        .map(JobId::lowestAt)
        .ifPresent(lowest -> where.add(build.greaterThanOrEqualTo(id, lowest)));
    filter
        .dateTo()
        .map(JobId::highestAt)
        .ifPresent(highest -> where.add(build.lessThanOrEqualTo(id, highest)));
    return where;
  }

  /** {@code keys} are the sort field, unless the id alone is the order, and the id. */
  static Predicate behind(
      CriteriaBuilder build, JobQuery query, List<Expression<?>> keys, Position after) {
    List<Expression<?>> values = new ArrayList<>();
    if (keys.size() > 1) {
      values.add(
          query.sortBy() == SortField.UPDATED_AT
              ? build.literal(InstantConverter.timestamp(after.instant()))
              : build.literal(after.value()));
    }
    values.add(build.literal(after.id()));
    return query.sortOrder() == ASC
        ? build.greaterThan(row(build, keys), row(build, values))
        : build.lessThan(row(build, keys), row(build, values));
  }

  /**
   * One comparison of rows, (a, b) > (x, y), is a place in the index; its portable form, with "or",
   * is a filter over all that lies before.
   */
  static Expression<String> row(CriteriaBuilder build, List<? extends Expression<?>> columns) {
    return build.function("row", String.class, columns.toArray(Expression[]::new));
  }

  static Order[] order(CriteriaBuilder build, JobQuery query, List<Expression<?>> keys) {
    return keys.stream()
        .map(key -> query.sortOrder() == ASC ? build.asc(key) : build.desc(key))
        .toArray(Order[]::new);
  }

  /** Whether an index has this order; within dates, the jobs between them may be sorted. */
  static boolean isWalk(JobQuery query) {
    JobFilter filter = query.filter();
    return query.sortBy() == SortField.CREATED_AT
        || (filter.dateFrom().isEmpty() && filter.dateTo().isEmpty());
  }

  static void set(EntityManager entities, String what) {
    entities.createNativeQuery("set " + what).executeUpdate();
  }

  /**
   * A condition on the joined entry would read alike; but how many entries are null is a guess of
   * the planner's, and after a bad one it reads and sorts all jobs for each page.
   */
  static Subquery<UUID> attempt(CriteriaBuilder build, CriteriaQuery<Job> criteria, Root<Job> job) {
    Subquery<UUID> attempt = criteria.subquery(UUID.class);
    Root<QueueEntry> entry = attempt.from(QueueEntry.class);
    return attempt
        .select(entry.get(QueueEntry_.jobId))
        .where(
            build.equal(entry.get(QueueEntry_.jobId), job.get(Job_.id)),
            build.isNotNull(entry.get(QueueEntry_.startedAt)));
  }

  static Comparator<Job> comparator(JobQuery query) {
    Comparator<Job> ascending =
        Comparator.comparing((Job job) -> sortValue(job, query.sortBy()))
            .thenComparing(job -> job.id().toString());
    return query.sortOrder() == ASC ? ascending : ascending.reversed();
  }

  /** Text that sorts as the database sorts the field: by code point, and times by their digits. */
  private static String sortValue(Job job, SortField sort) {
    return sort == SortField.UPDATED_AT
        ? "%019d".formatted(job.updatedAt().toEpochMilli())
        : Position.of(job, sort).value();
  }
}
