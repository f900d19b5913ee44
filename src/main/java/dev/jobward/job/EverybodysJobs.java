package dev.jobward.job;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lists the jobs of all owners. The newest first is the order of the ids; every other list is put
 * together from one walk for each {@link Part}, of which each gives a page and one job, and most
 * are dropped when the walks are merged.
 */
final class EverybodysJobs {

  private final EntityManager entities;
  private final RunningJobs running;

  EverybodysJobs(EntityManager entities) {
    this.entities = entities;
    this.running = new RunningJobs(entities);
  }

  /** Within a transaction that has read nothing yet. */
  JobPage page(JobQuery query) {
    Set<Part> parts = Part.of(query);
    if (parts.contains(Part.ALL)) {
      Keyset.set(entities, "local enable_sort = off");
      return JobPage.of(walk(query, Part.ALL).toList(), query);
    }
    // All walks have to see one state: a job that started or ended between them would be missed,
    // met twice, or not be what was asked for.
    Keyset.set(entities, "transaction isolation level repeatable read, read only");
    // A plan that is kept does not know the status, and so not the indexes that have only some.
    Keyset.set(entities, "local plan_cache_mode = force_custom_plan");
    List<Job> found = new ArrayList<>();
    if (parts.remove(Part.RUNNING)) {
      running.walk(query).forEach(found::add);
    }
    // To sort by parts reads all jobs of a type, along an index that goes on with something else.
    Keyset.set(entities, "local enable_incremental_sort = off");
    if (Keyset.isWalk(query)) {
      // Not before: those that run are few, and are sorted.
      Keyset.set(entities, "local enable_sort = off");
    }
    parts.stream().flatMap(part -> walk(query, part)).forEach(found::add);
    return JobPage.of(
        found.stream().sorted(Keyset.comparator(query)).limit(query.limit() + 1L).toList(), query);
  }

  private Stream<Job> walk(JobQuery query, Part part) {
    CriteriaBuilder build = entities.getCriteriaBuilder();
    CriteriaQuery<Job> criteria = build.createQuery(Job.class);
    Root<Job> job = criteria.from(Job.class);
    job.fetch(Job_.queueEntry, JoinType.LEFT);
    List<Predicate> where = new ArrayList<>();
    List<Expression<?>> order = new ArrayList<>();
    if (part == Part.NEW) {
      where.add(build.equal(job.get(Job_.status), part.status()));
      where.add(build.equal(job.get(Job_.updatedAt), job.get(Job_.createdAt)));
    } else if (part != Part.ALL) {
      // Twice, as an owner in their own list: the order by status is to be that of an index.
      where.add(job.get(Job_.status).in(part.status(), part.status()));
      order.add(job.get(Job_.status));
    }
    if (part == Part.WAITING_AGAIN) {
      where.add(build.notEqual(job.get(Job_.updatedAt), job.get(Job_.createdAt)));
    }
    if (part.isWaiting() && Part.isRunningApart(query)) {
      where.add(build.not(build.exists(Keyset.attempt(build, criteria, job))));
    }
    query
        .filter()
        .resultType()
        .ifPresent(type -> where.add(build.equal(job.get(Job_.resultType), type)));
    Stretch stretch = Stretch.of(query, part);
    stretch.bounds().forEach(bound -> where.add(Keyset.within(build, bound, key -> key(job, key))));
    stretch.keys().forEach(key -> order.add(key(job, key)));
    criteria
        .select(job)
        .where(where.toArray(Predicate[]::new))
        .orderBy(Keyset.order(build, query, order));
    return entities.createQuery(criteria).setMaxResults(query.limit() + 1).getResultStream();
  }

  private static Path<?> key(Root<Job> job, Stretch.Key key) {
    return switch (key) {
      case STATUS -> job.get(Job_.status);
      case JOB_TYPE -> job.get(Job_.type);
      case UPDATED_AT -> job.get(Job_.updatedAt);
      case ID -> job.get(Job_.id);
    };
  }
}
