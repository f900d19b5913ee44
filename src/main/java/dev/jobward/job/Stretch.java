package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The part of an index that a walk among everybody's jobs of one status goes through: that of one
 * job type, or all of it.
 *
 * <p>A type is asked for by two bounds and not as equal: of an equal one the planner knows that it
 * needs no place in the order. It may then take an index without it, and if it takes the type for a
 * common one, that of a rare one is looked for among all. Behind bounds, the places in the index
 * have to name the type, too.
 */
final class Stretch {

  private final CriteriaBuilder build;
  private final JobQuery query;
  private final Root<Job> job;
  private final boolean ofType;
  private final List<Expression<?>> keys = new ArrayList<>();

  Stretch(CriteriaBuilder build, JobQuery query, Root<Job> job) {
    this.build = build;
    this.query = query;
    this.job = job;
    this.ofType = query.filter().jobType().isPresent();
    // Within one status the id alone is the order by status.
    if (ofType || query.sortBy() == SortField.JOB_TYPE) {
      keys.add(job.get(Job_.type));
    }
    if (query.sortBy() == SortField.UPDATED_AT) {
      keys.add(job.get(Job_.updatedAt));
    }
    keys.add(job.get(Job_.id));
  }

  /** What the walk is ordered by. */
  List<Expression<?>> keys() {
    return List.copyOf(keys);
  }

  /** The conditions for the type and the dates. */
  List<Predicate> within() {
    JobFilter filter = query.filter();
    if (!ofType) {
      return Keyset.dates(build, job.get(Job_.id), filter);
    }
    String type = filter.jobType().orElseThrow().name();
    List<Predicate> where = new ArrayList<>();
    where.add(build.greaterThanOrEqualTo(job.get(Job_.type), type));
    where.add(build.lessThanOrEqualTo(job.get(Job_.type), type));
    if (query.sortBy() == SortField.UPDATED_AT) {
      where.addAll(Keyset.dates(build, job.get(Job_.id), filter));
    } else {
      filter
          .dateFrom()
          .map(JobId::lowestAt)
          .ifPresent(
              lowest ->
                  where.add(build.greaterThanOrEqualTo(row(keys), row(ofType(type, lowest)))));
      filter
          .dateTo()
          .map(JobId::highestAt)
          .ifPresent(
              highest -> where.add(build.lessThanOrEqualTo(row(keys), row(ofType(type, highest)))));
    }
    return where;
  }

  /** The condition for what follows behind this position. */
  Predicate behind(Position after) {
    List<Expression<?>> values = new ArrayList<>();
    if (ofType) {
      values.add(build.literal(query.filter().jobType().orElseThrow().name()));
    } else if (query.sortBy() == SortField.JOB_TYPE) {
      values.add(build.literal(after.value()));
    }
    if (query.sortBy() == SortField.UPDATED_AT) {
      values.add(build.literal(InstantConverter.timestamp(after.instant())));
    }
    values.add(build.literal(after.id()));
    return query.sortOrder() == ASC
        ? build.greaterThan(row(keys), row(values))
        : build.lessThan(row(keys), row(values));
  }

  private List<Expression<?>> ofType(String type, UUID id) {
    return List.of(build.literal(type), build.literal(id));
  }

  private Expression<String> row(List<Expression<?>> columns) {
    return Keyset.row(build, columns);
  }
}
