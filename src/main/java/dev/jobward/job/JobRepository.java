package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads jobs. Every list walks one index of its owner's jobs from a position on, so that a page
 * costs the same at any depth.
 *
 * <p>A running attempt is known to the queue alone (see {@code V1__jobs.sql}). Where the sort or
 * the filter looks at what an attempt changes, the list is put together from two walks: the jobs
 * that do not run, along an index, and the few that do.
 */
@Dependent
class JobRepository {

  /** Which of an owner's jobs one walk meets. */
  private enum Part {
    ALL,
    NOT_RUNNING,
    RUNNING
  }

  private final EntityManager entities;
  private final Database database;
  private final RunningJobs running;
  private final EverybodysJobs everybody;

  @Inject
  JobRepository(EntityManager entities, Database database) {
    this.entities = entities;
    this.database = database;
    this.running = new RunningJobs(entities);
    this.everybody = new EverybodysJobs(entities, running);
  }

  /** The job if it is this owner's. */
  Optional<JobDetails> find(Owner owner, JobId id) {
    return find(owner, List.of(id.value())).stream().findFirst();
  }

  /**
   * Those of these jobs that are this owner's, in the order of their ids; one statement, so that a
   * job and its content are of one moment.
   */
  List<JobDetails> find(Owner owner, List<UUID> ids) {
    return details(Optional.of(owner), ids);
  }

  /** The job, whosoever it is. */
  Optional<JobDetails> find(JobId id) {
    return details(Optional.empty(), List.of(id.value())).stream().findFirst();
  }

  private List<JobDetails> details(Optional<Owner> owner, List<UUID> ids) {
    CriteriaBuilder build = entities.getCriteriaBuilder();
    CriteriaQuery<Tuple> query = build.createTupleQuery();
    Root<Job> job = query.from(Job.class);
    Root<JobContent> content = query.from(JobContent.class);
    job.fetch(Job_.queueEntry, JoinType.LEFT);
    List<Predicate> where = new ArrayList<>();
    where.add(job.get(Job_.id).in(ids));
    where.add(build.equal(content.get(JobContent_.id), job.get(Job_.id)));
    owner.ifPresent(one -> where.add(build.equal(job.get(Job_.owner), one.subject())));
    query
        .multiselect(job, content)
        .where(where.toArray(Predicate[]::new))
        .orderBy(build.asc(job.get(Job_.id)));
    return fresh(
        () ->
            entities
                .createQuery(query)
                .getResultStream()
                .map(row -> new JobDetails(row.get(job), row.get(content)))
                .toList());
  }

  /** The job if it is this owner's; what it carries is not read. */
  Optional<Job> findWithoutContent(Owner owner, JobId id) {
    return find(List.of(id)).stream().filter(job -> job.owner().equals(owner)).findFirst();
  }

  /** Those of these jobs that are there, whosoever they are, in any order. */
  List<Job> find(Collection<JobId> ids) {
    CriteriaBuilder build = entities.getCriteriaBuilder();
    CriteriaQuery<Job> query = build.createQuery(Job.class);
    Root<Job> job = query.from(Job.class);
    job.fetch(Job_.queueEntry, JoinType.LEFT);
    query.select(job).where(job.get(Job_.id).in(ids.stream().map(JobId::value).toList()));
    return ids.isEmpty() ? List.of() : fresh(() -> entities.createQuery(query).getResultList());
  }

  /** JPA would give out again what it has read in this transaction before SQL changed it. */
  private <T> T fresh(Supplier<T> read) {
    return database.patiently(
        () -> entities.unwrap(Connection.class),
        () -> {
          entities.clear();
          return read.get();
        });
  }

  JobPage page(Owner owner, JobQuery query) {
    return fresh(() -> walks(owner, query));
  }

  /** Of everybody's jobs, unless the filter names an owner. */
  JobPage pageOfAll(JobQuery query) {
    return query
        .filter()
        .owner()
        .map(owner -> page(owner, query))
        .orElseGet(() -> fresh(() -> everybody.page(query)));
  }

  private JobPage walks(Owner owner, JobQuery query) {
    List<Part> parts = parts(query);
    if (parts.contains(Part.RUNNING)) {
      // All walks, and the look at what they found, have to see one state: a job that started or
      // ended between them would be missed, met twice, or not be what was asked for.
      Keyset.set(entities, "transaction isolation level repeatable read, read only");
    }
    if (Keyset.isWalk(query)) {
      // How many rows lie behind a position is a guess of the planner's; where it thinks of few, it
      // reads and sorts them all.
      Keyset.set(entities, "local enable_sort = off");
    }
    List<Job> found =
        parts.stream()
            .flatMap(part -> walk(owner, query, part))
            .sorted(Keyset.comparator(query))
            .limit(query.limit() + 1L)
            .toList();
    return JobPage.of(found, query);
  }

  private static List<Part> parts(JobQuery query) {
    Optional<JobStatus> status = query.filter().status();
    if (status.isPresent()) {
      return switch (status.get()) {
        case PENDING -> List.of(Part.NOT_RUNNING);
        case RUNNING -> List.of(Part.RUNNING);
        case COMPLETED, FAILED, CANCELLED -> List.of(Part.ALL);
      };
    }
    return switch (query.sortBy()) {
      case CREATED_AT, JOB_TYPE -> List.of(Part.ALL);
      case UPDATED_AT -> List.of(Part.NOT_RUNNING, Part.RUNNING);
      case STATUS ->
          query.after().map(after -> runningFollow(query, after)).orElse(true)
              ? List.of(Part.NOT_RUNNING, Part.RUNNING)
              : List.of(Part.NOT_RUNNING);
    };
  }

  /** Whether jobs that run come behind this position in a list by status. */
  private static boolean runningFollow(JobQuery query, Position after) {
    int compared = JobStatus.RUNNING.name().compareTo(after.value());
    return compared == 0 || (compared > 0) == (query.sortOrder() == ASC);
  }

  private static boolean allRunningFollow(JobQuery query, Position after) {
    return query.sortBy() == SortField.STATUS
        && !after.value().equals(JobStatus.RUNNING.name())
        && runningFollow(query, after);
  }

  private Stream<Job> walk(Owner owner, JobQuery query, Part part) {
    if (part == Part.RUNNING) {
      return running.walk(
          Optional.of(owner),
          query,
          query.after().filter(after -> !allRunningFollow(query, after)));
    }
    CriteriaBuilder build = entities.getCriteriaBuilder();
    CriteriaQuery<Job> criteria = build.createQuery(Job.class);
    Root<Job> job = criteria.from(Job.class);
    job.fetch(Job_.queueEntry, JoinType.LEFT);
    JobFilter filter = query.filter();
    List<Predicate> where = new ArrayList<>();
    where.add(isOneOf(job.get(Job_.owner), owner));
    if (part == Part.NOT_RUNNING) {
      where.add(build.not(build.exists(Keyset.attempt(build, criteria, job))));
    }
    filter.status().ifPresent(status -> where.add(build.equal(job.get(Job_.status), status)));
    filter.jobType().ifPresent(type -> where.add(build.equal(job.get(Job_.type), type.name())));
    filter.resultType().ifPresent(type -> where.add(build.equal(job.get(Job_.resultType), type)));
    where.addAll(Keyset.dates(build, job.get(Job_.id), filter));
    List<Expression<?>> keys = Keyset.keys(query.sortBy(), job);
    query.after().ifPresent(after -> where.add(Keyset.behind(build, query, keys, after)));
    criteria
        .select(job)
        .where(where.toArray(Predicate[]::new))
        .orderBy(Keyset.order(build, query, ordered(job, keys)));
    return entities.createQuery(criteria).setMaxResults(query.limit() + 1).getResultStream();
  }

  /**
   * The owner twice, which to the planner are two of them: so it takes an order by owner for one
   * that the primary key does not have. With one owner, ids alone would be the order, and for an
   * owner of many jobs it walks the primary key then, through all that others have created since.
   */
  private static Predicate isOneOf(Expression<String> column, Owner owner) {
    return column.in(owner.subject(), owner.subject());
  }

  private static List<Expression<?>> ordered(Root<Job> job, List<Expression<?>> keys) {
    List<Expression<?>> all = new ArrayList<>(List.of(job.get(Job_.owner)));
    all.addAll(keys);
    return all;
  }
}
