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
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What lists of an owner's and of everybody's jobs have in common, and the latter's conditions. */
final class Keyset {

  private Keyset() {}

  /** The condition of a bound, on the columns that its keys stand for. */
  static Predicate within(
      CriteriaBuilder build,
      Stretch.Bound bound,
      Function<Stretch.Key, ? extends Expression<?>> column) {
    Expression<String> columns =
        row(build, bound.keys().stream().map(column).toArray(Expression[]::new));
    Expression<String> values =
        row(
            build,
            bound.values().stream().map(value -> literal(build, value)).toArray(Expression[]::new));
    return switch (bound.comparison()) {
      case FROM -> build.greaterThanOrEqualTo(columns, values);
      case TO -> build.lessThanOrEqualTo(columns, values);
      case AFTER -> build.greaterThan(columns, values);
      case BEFORE -> build.lessThan(columns, values);
    };
  }

  private static Expression<?> literal(CriteriaBuilder build, Object value) {
    return build.literal(
        value instanceof Instant instant ? InstantConverter.timestamp(instant) : value);
  }

  private static Expression<String> row(CriteriaBuilder build, Expression<?>... columns) {
    return build.function("row", String.class, columns);
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
