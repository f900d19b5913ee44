package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import dev.jobward.platform.Database;
import dev.jobward.platform.StatementText;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the jobs of one owner. Every list walks one index of its owner's jobs from a position on,
 * so that a page costs the same at any depth.
 *
 * <p>A running attempt is known to the queue alone (see {@code V1__jobs.sql}). Where the sort or
 * the filter looks at what an attempt changes, the list is put together from two walks: the jobs
 * that do not run, along an index, and the few that do. Both are one statement, which sees one
 * state: a job that started or ended between two would be missed, met twice, or not be what was
 * asked for.
 */
final class OwnersJobs {

  /** Which of an owner's jobs one walk meets. */
  private enum Part {
    ALL,
    NOT_RUNNING,
    RUNNING
  }

  private final Database database;

  OwnersJobs(Database database) {
    this.database = database;
  }

  JobPage page(Owner owner, JobQuery query) {
    StatementText statement = new StatementText();
    String between = "";
    for (Part part : parts(query)) {
      statement.add(between);
      if (part == Part.RUNNING) {
        addRunning(statement, owner, query);
      } else {
        addWalk(statement, owner, query, part);
      }
      between = "union all\n";
    }
    List<Job> found = found(statement, query);
    return JobPage.of(
        found.stream().sorted(Keyset.comparator(query)).limit(query.limit() + 1L).toList(), query);
  }

  private List<Job> found(StatementText statement, JobQuery query) {
    if (!Keyset.isWalk(query)) {
      return database.query(statement.sql(), statement::bind, Job::new);
    }
    // No index has one type in this order.
    return query.filter().jobType().isPresent() && query.sortBy() == SortField.UPDATED_AT
        ? database.walkByValues(statement.sql(), statement::bind, Job::new)
        : database.walk(statement.sql(), statement::bind, Job::new);
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

  private static void addWalk(StatementText statement, Owner owner, JobQuery query, Part part) {
    JobFilter filter = query.filter();
    // The owner twice, which to the planner are two of them: so it takes an order by owner for one
    // that the primary key does not have. With one owner, ids alone would be the order, and for an
    // owner of many jobs it walks the primary key then, through all that others have created since.
    statement
        .add("(select " + JobRows.COLUMNS + JobRows.FROM)
        .add("where job.owner in (?, ?)\n", owner.subject(), owner.subject());
    if (part == Part.NOT_RUNNING) {
      // A condition on the joined entry would read alike; but how many entries are null is a guess
      // of the planner's, and after a bad one it reads and sorts all jobs for each page.
      statement.add(
          """
          and not exists (
            select 1 from job_queue as attempt where attempt.job_id = job.id and attempt.started_at is not null)
          """);
    }
    filter.status().ifPresent(status -> statement.add("and job.status = ?\n", status.name()));
    filter.jobType().ifPresent(type -> statement.add("and job.job_type = ?\n", type.name()));
    filter.resultType().ifPresent(type -> statement.add("and job.result_type = ?\n", type.name()));
    List<String> keys =
        switch (query.sortBy()) {
          case CREATED_AT -> List.of("job.id");
          case UPDATED_AT -> List.of("job.updated_at", "job.id");
          case JOB_TYPE -> List.of("job.job_type", "job.id");
          case STATUS -> List.of("job.status", "job.id");
        };
    addStretch(statement, query, "job.id", keys, query.after());
    addOrder(statement, query, Stream.concat(Stream.of("job.owner"), keys.stream()).toList());
    statement.add(")\n");
  }

  /**
   * The queue knows all that a list can ask of running jobs, so that it is walked alone, and the
   * jobs of one page are fetched by their ids. A join of both would leave it to the planner which
   * table comes first; with no statistics of a queue that was empty a moment ago, it has read every
   * job of every owner.
   */
  private static void addRunning(StatementText statement, Owner owner, JobQuery query) {
    JobFilter filter = query.filter();
    statement
        .add("(select " + JobRows.COLUMNS + JobRows.FROM)
        .add(
            """
            where job.id = any (array(
              select attempt.job_id from job_queue as attempt
              where attempt.owner = ? and attempt.started_at is not null
            """,
            owner.subject());
    filter.jobType().ifPresent(type -> statement.add("and attempt.job_type = ?\n", type.name()));
    if (filter.resultType().filter(type -> type != ResultType.NONE).isPresent()) {
      statement.add("and false\n");
    }
    List<String> keys =
        switch (query.sortBy()) {
          // All that run have one status.
          case CREATED_AT, STATUS -> List.of("attempt.job_id");
          case UPDATED_AT -> List.of("attempt.updated_at", "attempt.job_id");
          case JOB_TYPE -> List.of("attempt.job_type", "attempt.job_id");
        };
    addStretch(
        statement,
        query,
        "attempt.job_id",
        keys,
        query.after().filter(after -> !allRunningFollow(query, after)));
    addOrder(statement, query, keys);
    statement.add(")))\n");
  }

  /** The part of an index between the dates that are asked for, and behind a position. */
  private static void addStretch(
      StatementText statement,
      JobQuery query,
      String id,
      List<String> keys,
      Optional<Position> after) {
    // An id begins with the millisecond of its creation, so that dates are a range of ids.
    JobFilter filter = query.filter();
    filter
        .dateFrom()
        .map(JobId::lowestAt)
        .ifPresent(lowest -> statement.add("and " + id + " >= ?\n", lowest));
    filter
        .dateTo()
        .map(JobId::highestAt)
        .ifPresent(highest -> statement.add("and " + id + " <= ?\n", highest));
    if (after.isEmpty()) {
      return;
    }
    String follows = query.sortOrder() == ASC ? " > " : " < ";
    if (keys.size() == 1) {
      statement.add("and " + id + follows + "?\n", after.get().id());
      return;
    }
    // One comparison of rows, (a, b) > (x, y), is a place in the index; its portable form, with
    // "or", is a filter over all that lies before.
    statement.add(
        "and (" + String.join(", ", keys) + ")" + follows + "(?, ?)\n",
        query.sortBy() == SortField.UPDATED_AT
            ? after.get().instant().atOffset(ZoneOffset.UTC)
            : after.get().value(),
        after.get().id());
  }

  private static void addOrder(StatementText statement, JobQuery query, List<String> keys) {
    String direction = query.sortOrder() == ASC ? "" : " desc";
    statement.add(
        keys.stream()
            .map(key -> key + direction)
            .collect(Collectors.joining(", ", "order by ", " limit " + (query.limit() + 1))));
  }
}
