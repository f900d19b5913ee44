package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import dev.jobward.platform.Database;
import dev.jobward.platform.StatementText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the jobs of one owner. Every list walks indexes of its owner's jobs from a position on, so
 * that a page costs the same at any depth.
 *
 * <p>The newest first is the order of one index. Every other list is put together from a walk for
 * each {@link Part}, which gives the ids of one page; the page is the first of those. All is one
 * statement, which sees one state: a job that started or ended between two would be missed, met
 * twice, or not be what was asked for.
 */
final class OwnersJobs {

  private final Database database;

  OwnersJobs(Database database) {
    this.database = database;
  }

  JobPage page(Owner owner, JobQuery query) {
    Set<Part> parts = Part.of(query);
    if (parts.isEmpty()) {
      return JobPage.of(List.of(), query);
    }
    StatementText statement = new StatementText().add("select " + JobRows.COLUMNS + JobRows.FROM);
    if (parts.contains(Part.ALL)) {
      addWalk(statement, owner, query, Part.ALL);
    } else {
      addPage(statement, owner, query, parts);
    }
    List<Job> found = database.walk(statement.sql(), statement::bind, Job::new);
    return JobPage.of(found.stream().sorted(Keyset.comparator(query)).toList(), query);
  }

  /** Jobs are fetched by their ids, so that it is not for the planner to begin elsewhere. */
  private static void addPage(
      StatementText statement, Owner owner, JobQuery query, Set<Part> parts) {
    String between = "where job.id = any (array(select id from (\n";
    for (Part part : parts) {
      statement.add(between);
      if (part == Part.RUNNING) {
        statement.add(
            "(select "
                + value(query, part)
                + " as value, attempt.job_id as id\n"
                + "from job_queue as attempt\n");
        addRunning(statement, owner, query);
      } else if (isRange(query, part)) {
        addRange(statement, owner, query, part);
      } else {
        statement.add("(select " + value(query, part) + " as value, job.id\nfrom job\n");
        addWalk(statement, owner, query, part);
      }
      between = ")\nunion all\n";
    }
    statement.add(")) as place\n");
    addOrder(statement, query, Stream.of("place.value", "place.id"));
    addLimit(statement, query);
    statement.add("))");
  }

  private static boolean isRange(JobQuery query, Part part) {
    JobFilter filter = query.filter();
    return (filter.dateFrom().isPresent() || filter.dateTo().isPresent())
        && !Stretch.of(query, part).hasDatesTogether();
  }

  /** What the list is sorted by, before the id. */
  private static String value(JobQuery query, Part part) {
    return switch (query.sortBy()) {
      case CREATED_AT -> "0";
      case UPDATED_AT -> column(Stretch.Key.UPDATED_AT, part);
      case JOB_TYPE -> column(Stretch.Key.JOB_TYPE, part);
      case STATUS -> "'" + part.status() + "'::text collate \"C\"";
    };
  }

  private static void addWalk(StatementText statement, Owner owner, JobQuery query, Part part) {
    addJobs(statement, owner, query, part);
    Stretch stretch =
        part == Part.ALL || part == Part.NEW
            ? Stretch.of(query, part)
            : Stretch.withStatus(query, part);
    addStretch(statement, query, part, stretch, Stream.of("job.owner"));
    addLimit(statement, query);
  }

  /**
   * All of the owner's jobs between the dates, along their index, and then those of the page: left
   * to the planner, it reads the jobs of everybody between the dates.
   */
  private static void addRange(StatementText statement, Owner owner, JobQuery query, Part part) {
    statement.add(
        "(select value, id from (select " + value(query, part) + " as value, job.id\nfrom job\n");
    addJobs(statement, owner, query, part);
    addStretch(statement, query, part, Stretch.range(query, part), Stream.of("job.owner"));
    statement.add(" offset 0) as range\n");
    part.position(query)
        .ifPresent(
            after ->
                statement.add(
                    "where (value, id) " + (query.sortOrder() == ASC ? ">" : "<") + " (?, ?)\n",
                    query.sortBy() == SortField.UPDATED_AT
                        ? parameter(after.instant())
                        : after.value(),
                    after.id()));
    addOrder(statement, query, Stream.of("value", "id"));
    addLimit(statement, query);
  }

  private static void addJobs(StatementText statement, Owner owner, JobQuery query, Part part) {
    // The owner twice, which to the planner are two of them: so it takes an order by owner for one
    // that the primary key does not have. With one owner, ids alone would be the order, and for an
    // owner of many jobs it walks the primary key then, through all that others have created since.
    statement.add("where job.owner in (?, ?)\n", owner.subject(), owner.subject());
    // The conditions of the indexes, as they stand there. A status is asked for by bounds: of an
    // equal one it would be no matter whether it is in the order, and (owner, id) is an index, too.
    statement.add(
        switch (part) {
          case ALL -> "";
          case NEW -> "and job.status = 'PENDING' and job.updated_at = job.created_at\n";
          case WAITING_AGAIN -> "and job.updated_at <> job.created_at\n";
          case RUNNING, COMPLETED, FAILED, CANCELLED -> "and job.status <> 'PENDING'\n";
        });
    if (part.isWaiting() && Part.isRunningApart(query)) {
      // A condition on the joined entry would read alike; but how many entries are null is a guess
      // of the planner's, and after a bad one it reads and sorts all jobs for each page.
      statement.add(
          """
          and not exists (
            select 1 from job_queue as attempt where attempt.job_id = job.id and attempt.started_at is not null)
          """);
    }
    query
        .filter()
        .resultType()
        .ifPresent(type -> statement.add("and job.result_type = ?\n", type.name()));
  }

  /** Those are few, and the queue knows all that a list can ask of them. */
  private static void addRunning(StatementText statement, Owner owner, JobQuery query) {
    statement.add("where attempt.owner = ? and attempt.started_at is not null\n", owner.subject());
    addStretch(statement, query, Part.RUNNING, Stretch.of(query, Part.RUNNING), Stream.empty());
    addLimit(statement, query);
  }

  private static void addStretch(
      StatementText statement, JobQuery query, Part part, Stretch stretch, Stream<String> first) {
    for (Stretch.Bound bound : stretch.bounds()) {
      statement.add(
          bound.keys().stream()
                  .map(key -> column(key, part))
                  .collect(Collectors.joining(", ", "and (", ") "))
              + bound.comparison().operator()
              + bound.values().stream()
                  .map(value -> "?")
                  .collect(Collectors.joining(", ", " (", ")\n")),
          bound.values().stream().map(OwnersJobs::parameter).toArray());
    }
    addOrder(
        statement,
        query,
        Stream.concat(first, stretch.keys().stream().map(key -> column(key, part))));
  }

  private static String column(Stretch.Key key, Part part) {
    boolean isRunning = part == Part.RUNNING;
    return switch (key) {
      case STATUS -> "job.status";
      case JOB_TYPE -> isRunning ? "attempt.job_type" : "job.job_type";
      case UPDATED_AT -> isRunning ? "attempt.updated_at" : "job.updated_at";
      case ID -> isRunning ? "attempt.job_id" : "job.id";
    };
  }

  private static Object parameter(Object value) {
    return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
  }

  private static void addOrder(StatementText statement, JobQuery query, Stream<String> keys) {
    String direction = query.sortOrder() == ASC ? "" : " desc";
    statement.add(
        keys.map(key -> key + direction).collect(Collectors.joining(", ", "order by ", "")));
  }

  private static void addLimit(StatementText statement, JobQuery query) {
    statement.add(" limit " + (query.limit() + 1));
  }
}
