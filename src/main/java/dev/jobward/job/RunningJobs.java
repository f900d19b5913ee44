package dev.jobward.job;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Lists everybody's running jobs. The queue knows all that a list can ask of them, so that it is
 * walked alone, and the jobs of one page are fetched by their ids. A join of both would leave it to
 * the planner which table comes first; with no statistics of a queue that was empty a moment ago,
 * it has read every job of every owner.
 *
 * <p>They are all read for a page and sorted: there are no more of them than there are places to
 * run them.
 */
final class RunningJobs {

  private final EntityManager entities;

  RunningJobs(EntityManager entities) {
    this.entities = entities;
  }

  Stream<Job> walk(JobQuery query, Optional<Position> after) {
    if (query.filter().resultType().filter(type -> type != ResultType.NONE).isPresent()) {
      return Stream.empty();
    }
    List<UUID> ids = ids(query, after);
    return ids.isEmpty() ? Stream.empty() : fetch(ids);
  }

  private List<UUID> ids(JobQuery query, Optional<Position> after) {
    CriteriaBuilder build = entities.getCriteriaBuilder();
    CriteriaQuery<UUID> criteria = build.createQuery(UUID.class);
    Root<QueueEntry> entry = criteria.from(QueueEntry.class);
    Expression<UUID> id = id(build, entry);
    List<Predicate> where = new ArrayList<>();
    where.add(build.isNotNull(entry.get(QueueEntry_.startedAt)));
    query
        .filter()
        .jobType()
        .ifPresent(type -> where.add(build.equal(entry.get(QueueEntry_.type), type.name())));
    where.addAll(Keyset.dates(build, id, query.filter()));
    List<Expression<?>> keys =
        switch (query.sortBy()) {
          // All that run have one status.
          case CREATED_AT, STATUS -> List.of(id);
          case UPDATED_AT -> List.of(entry.get(QueueEntry_.updatedAt), id);
          case JOB_TYPE -> List.of(entry.get(QueueEntry_.type), id);
        };
    after.ifPresent(position -> where.add(Keyset.behind(build, query, keys, position)));
    criteria
        .select(entry.get(QueueEntry_.jobId))
        .where(where.toArray(Predicate[]::new))
        .orderBy(Keyset.order(build, query, keys));
    return entities.createQuery(criteria).setMaxResults(query.limit() + 1).getResultList();
  }

  /**
   * The id twice, which no index has: in the order of ids the planner would look for everybody's
   * few jobs that run among the many that wait.
   */
  private static Expression<UUID> id(CriteriaBuilder build, Root<QueueEntry> entry) {
    return build.coalesce(entry.get(QueueEntry_.jobId), entry.get(QueueEntry_.jobId));
  }

  private Stream<Job> fetch(List<UUID> ids) {
    CriteriaBuilder build = entities.getCriteriaBuilder();
    CriteriaQuery<Job> criteria = build.createQuery(Job.class);
    Root<Job> job = criteria.from(Job.class);
    job.fetch(Job_.queueEntry, JoinType.LEFT);
    criteria.select(job).where(job.get(Job_.id).in(ids));
    return entities.createQuery(criteria).getResultStream();
  }
}
