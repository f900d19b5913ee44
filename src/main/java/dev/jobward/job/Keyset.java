package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
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
    // One comparison of rows, (a, b) > (x, y), is a place in the index; its portable form, with
    // "or", is a filter over all that lies before.
    Expression<String> key = build.function("row", String.class, keys.toArray(Expression[]::new));
    Expression<String> value =
        build.function("row", String.class, values.toArray(Expression[]::new));
    return query.sortOrder() == ASC ? build.greaterThan(key, value) : build.lessThan(key, value);
  }

  static Order[] order(CriteriaBuilder build, JobQuery query, List<Expression<?>> keys) {
    return keys.stream()
        .map(key -> query.sortOrder() == ASC ? build.asc(key) : build.desc(key))
        .toArray(Order[]::new);
  }
}
