package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists the jobs of all owners. The newest first is the order of the ids; every other list is put
 * together from one walk for each status, along an index that begins with it: so four indexes serve
 * all sorts, with and without a status and a job type.
 *
 * <p>Each walk gives a page and one job, of which most are dropped when the walks are merged. What
 * runs is known to the queue alone and is a walk of its own.
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
    if (isOneWalk(query)) {
      Keyset.set(entities, "local enable_sort = off");
      return JobPage.of(walk(query, null, false).toList(), query);
    }
    // All walks have to see one state: a job that started or ended between them would be missed,
    // met twice, or not be what
    // was asked for.
    Keyset.set(entities, "transaction isolation level repeatable read, read only");
    boolean runningApart = isRunningApart(query);
    Set<JobStatus> wanted = wanted(query);
    List<Job> found = new ArrayList<>();
    if (runningApart && wanted.contains(JobStatus.RUNNING)) {
      running.walk(query, position(query, JobStatus.RUNNING)).forEach(found::add);
    }
    // To sort by parts reads all jobs of a type, along an index that goes on with something else.
    Keyset.set(entities, "local enable_incremental_sort = off");
    if (Keyset.isWalk(query)) {
      // Not before: those that run are few, and are sorted.
      Keyset.set(entities, "local enable_sort = off");
    }
    wanted.stream()
        .filter(status -> status != JobStatus.RUNNING)
        .flatMap(status -> walk(query, status, runningApart))
        .forEach(found::add);
    return JobPage.of(
        found.stream().sorted(Keyset.comparator(query)).limit(query.limit() + 1L).toList(), query);
  }

  /** Whether the primary key alone has this order. */
  private static boolean isOneWalk(JobQuery query) {
    JobFilter filter = query.filter();
    return query.sortBy() == SortField.CREATED_AT
        && filter.status().isEmpty()
        && filter.jobType().isEmpty()
        && !hasResult(filter);
  }

  private static boolean hasResult(JobFilter filter) {
    return filter.resultType().filter(type -> type != ResultType.NONE).isPresent();
  }

  /** Whether it matters to this list that a job runs, of which its own row says nothing. */
  private static boolean isRunningApart(JobQuery query) {
    return query.filter().status().isPresent()
        || query.sortBy() == SortField.UPDATED_AT
        || query.sortBy() == SortField.STATUS;
  }

  /** The statuses of which jobs may stand on this page. */
  private static Set<JobStatus> wanted(JobQuery query) {
    Set<JobStatus> wanted = EnumSet.allOf(JobStatus.class);
    query.filter().status().ifPresent(status -> wanted.retainAll(Set.of(status)));
    if (hasResult(query.filter())) {
      wanted.retainAll(Set.of(JobStatus.COMPLETED));
    }
    if (query.sortBy() == SortField.STATUS) {
      query.after().ifPresent(after -> wanted.removeIf(status -> isBefore(query, status, after)));
    }
    return wanted;
  }

  private static boolean isBefore(JobQuery query, JobStatus status, Position after) {
    int compared = status.name().compareTo(after.value());
    return compared != 0 && (compared > 0) != (query.sortOrder() == ASC);
  }

  /** Where the walk of one status goes on; empty if it begins. */
  private static Optional<Position> position(JobQuery query, JobStatus status) {
    return query
        .after()
        .filter(after -> query.sortBy() != SortField.STATUS || after.value().equals(status.name()));
  }

  /**
   * One walk.
   *
   * @param status as it is stored; null for all of them, in the order of their ids
   * @param withoutRunning whether jobs that run are left out, though they are stored as waiting
   */
  private Stream<Job> walk(JobQuery query, @Nullable JobStatus status, boolean withoutRunning) {
    CriteriaBuilder build = entities.getCriteriaBuilder();
    CriteriaQuery<Job> criteria = build.createQuery(Job.class);
    Root<Job> job = criteria.from(Job.class);
    job.fetch(Job_.queueEntry, JoinType.LEFT);
    JobFilter filter = query.filter();
    List<Predicate> where = new ArrayList<>();
    List<Expression<?>> order = new ArrayList<>();
    if (status != null) {
      // Twice, as an owner in their own list: the order by status is to be that of an index.
      where.add(job.get(Job_.status).in(status, status));
      order.add(job.get(Job_.status));
    }
    if (status == JobStatus.PENDING && withoutRunning) {
      where.add(build.not(build.exists(Keyset.attempt(build, criteria, job))));
    }
    filter.resultType().ifPresent(type -> where.add(build.equal(job.get(Job_.resultType), type)));
    Stretch stretch = new Stretch(build, query, job);
    order.addAll(stretch.keys());
    where.addAll(stretch.within());
    (status == null ? query.after() : position(query, status))
        .map(stretch::behind)
        .ifPresent(where::add);
    criteria
        .select(job)
        .where(where.toArray(Predicate[]::new))
        .orderBy(Keyset.order(build, query, order));
    return entities.createQuery(criteria).setMaxResults(query.limit() + 1).getResultStream();
  }
}
