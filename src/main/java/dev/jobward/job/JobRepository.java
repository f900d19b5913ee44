package dev.jobward.job;

import dev.jobward.platform.ArrayBinder;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads jobs. What users ask for all the time is one statement of SQL, in the caller's transaction
 * if there is one; JPA takes several times as long for it. Everybody's lists, of which there are
 * more shapes and fewer calls, are JPA's.
 */
@Dependent
class JobRepository {

  /** One statement, so that a job and its content are of one moment. */
  private static final String DETAILS = JobRows.WITH_CONTENT + "where job.id = ?\n";

  private static final String DETAILS_OF_OWNER = DETAILS + "and job.owner = ?";

  private static final String DETAILS_OF_MANY =
      JobRows.WITH_CONTENT + "where job.id = any (?) and job.owner = ? order by job.id";

  private static final String WITHOUT_CONTENT =
      "select " + JobRows.COLUMNS + JobRows.FROM + "where job.id = any (?)";

  private final EntityManager entities;
  private final Database database;
  private final OwnersJobs owners;
  private final EverybodysJobs everybody;

  @Inject
  JobRepository(EntityManager entities, Database database) {
    this.entities = entities;
    this.database = database;
    this.owners = new OwnersJobs(database);
    this.everybody = new EverybodysJobs(entities);
  }

  /** The job if it is this owner's. */
  Optional<JobDetails> find(Owner owner, JobId id) {
    return database.queryOne(
        DETAILS_OF_OWNER,
        statement -> {
          statement.setObject(1, id.value());
          statement.setString(2, owner.subject());
        },
        JobRows::details);
  }

  /** Those of these jobs that are this owner's, in the order of their ids. */
  List<JobDetails> find(Owner owner, List<UUID> ids) {
    return database.queryMany(
        ids.size(),
        DETAILS_OF_MANY,
        statement -> {
          ArrayBinder<UUID> unused = new ArrayBinder<>(statement, 1, ids).uuids(id -> id);
          statement.setString(2, owner.subject());
        },
        JobRows::details);
  }

  /** The job, whosoever it is. */
  Optional<JobDetails> find(JobId id) {
    return database.queryOne(
        DETAILS, statement -> statement.setObject(1, id.value()), JobRows::details);
  }

  /** The job if it is this owner's; what it carries is not read. */
  Optional<Job> findWithoutContent(Owner owner, JobId id) {
    return find(List.of(id)).stream().filter(job -> job.owner().equals(owner)).findFirst();
  }

  /** Those of these jobs that are there, whosoever they are, in any order. */
  List<Job> find(Collection<JobId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<JobId> wanted = List.copyOf(ids);
    return database.queryMany(
        wanted.size(),
        WITHOUT_CONTENT,
        statement -> {
          ArrayBinder<JobId> unused = new ArrayBinder<>(statement, 1, wanted).uuids(JobId::value);
        },
        Job::new);
  }

  JobPage page(Owner owner, JobQuery query) {
    return owners.page(owner, query);
  }

  /** Of everybody's jobs, unless the filter names an owner. Needs a transaction. */
  JobPage pageOfAll(JobQuery query) {
    return query
        .filter()
        .owner()
        .map(owner -> page(owner, query))
        .orElseGet(
            () ->
                database.patiently(
                    () -> entities.unwrap(Connection.class),
                    () -> {
                      // JPA would give out again what it has read before SQL changed it.
                      entities.clear();
                      return everybody.page(query);
                    }));
  }
}
