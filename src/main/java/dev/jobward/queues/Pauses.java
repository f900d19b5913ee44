package dev.jobward.queues;

import dev.jobward.job.JobType;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.stream.Collectors;

/** The job types that are paused. The claim asks for them, in the database ({@code V4}). */
@Dependent
class Pauses {

  private static final String ALL =
      """
      select job_type
      from paused_type
      """;

  private static final String ADD =
      """
      insert into paused_type (job_type)
      values (?)
      on conflict (job_type) do nothing
      """;

  private static final String REMOVE =
      """
      delete from paused_type
      where job_type = ?
      """;

  private final Database database;

  @Inject
  Pauses(Database database) {
    this.database = database;
  }

  Set<JobType> all() {
    return database.query(ALL, statement -> {}, row -> new JobType(row.getString(1))).stream()
        .collect(Collectors.toSet());
  }

  /** Whether it was not paused before. */
  boolean add(JobType type) {
    return database.update(ADD, statement -> statement.setString(1, type.name())) > 0;
  }

  /** Whether it was paused. */
  boolean remove(JobType type) {
    return database.update(REMOVE, statement -> statement.setString(1, type.name())) > 0;
  }
}
