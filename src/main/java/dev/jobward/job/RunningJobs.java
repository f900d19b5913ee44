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

  Stream<Job> walk(JobQuery query) {
    List<UUID> ids = ids(query);
    return ids.isEmpty() ? Stream.empty() : fetch(ids);
  }

  private List<UUID> ids(JobQuery query) {
    CriteriaBuilder build = entities.getCriteriaBuilder();
    CriteriaQuery<UUID> criteria = build.createQuery(UUID.class);
    Root<QueueEntry> entry = criteria.from(QueueEntry.class);
    List<Predicate> where = new ArrayList<>();
    where.add(build.isNotNull(entry.get(QueueEntry_.startedAt)));
    Stretch stretch = Stretch.of(query, Part.RUNNING);
    stretch
        .bounds()
        .forEach(bound -> where.add(Keyset.within(build, bound, key -> key(build, entry, key))));
    List<Expression<?>> order = new ArrayList<>();
    stretch.keys().forEach(key -> order.add(key(build, entry, key)));
    criteria
        .select(entry.get(QueueEntry_.jobId))
        .where(where.toArray(Predicate[]::new))
        .orderBy(Keyset.order(build, query, order));
    return entities.createQuery(criteria).setMaxResults(query.limit() + 1).getResultList();
  }

  private static Expression<?> key(CriteriaBuilder build, Root<QueueEntry> entry, Stretch.Key key) {
    return switch (key) {
      // All that run have one, which is not stored.
      case STATUS -> build.literal(JobStatus.RUNNING);
      case JOB_TYPE -> entry.get(QueueEntry_.type);
      case UPDATED_AT -> entry.get(QueueEntry_.updatedAt);
      // Twice, which no index has: in the order of ids the planner would look for everybody's few
      // jobs that run among the many that wait.
      case ID -> build.coalesce(entry.get(QueueEntry_.jobId), entry.get(QueueEntry_.jobId));
    };
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
