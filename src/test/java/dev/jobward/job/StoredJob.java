package dev.jobward.job;

import java.lang.reflect.Field;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds jobs as they come from the database: like JPA, it sets the fields. */
public final class StoredJob {

  private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

  private final Job job;
  private JobContent content;

  private StoredJob(NewJob asked) {
    Instant created = Instant.ofEpochMilli(1_764_000_000_000L);
    job = new Job(ID, new Owner("ann"), asked, created, created);
    content = JobContent.of(asked.payload());
  }

  /** A job of the type {@code report.export} that nobody has touched yet. */
  public static StoredJob aPendingJob(String payload) {
    return new StoredJob(NewJob.of(new JobType("report.export"), payload));
  }

  public static StoredJob aCompletedJob(ResultType type, @Nullable String result) {
    return aPendingJob("{}")
        .with("status", JobStatus.COMPLETED)
        .with("resultType", type)
        .with("attempts", 1)
        .with("startedAt", Instant.ofEpochMilli(1_764_000_000_001L))
        .with("updatedAt", Instant.ofEpochMilli(1_764_000_000_002L))
        .with("finishedAt", Instant.ofEpochMilli(1_764_000_000_002L))
        .carrying(Optional.ofNullable(result), Optional.empty());
  }

  public static StoredJob aCompletedFileJob(String name, String contentType, long size) {
    ResultFile file = new ResultFile(ID, name, contentType, size, "00ff".repeat(16));
    return aCompletedJob(ResultType.FILE, null).carrying(Optional.empty(), Optional.of(file));
  }

  public static StoredJob aFailedJob(String code, String message) {
    return aPendingJob("{}")
        .with("status", JobStatus.FAILED)
        .with("errorCode", code)
        .with("errorMessage", message)
        .with("finishedAt", Instant.ofEpochMilli(1_764_000_000_002L));
  }

  /** Its own row is as before the attempt; the queue's row knows of it. */
  public static StoredJob aRunningJob(int percent, @Nullable String message) {
    QueueEntry entry = new QueueEntry();
    set(entry, "jobId", ID);
    set(entry, "attempts", 2);
    set(entry, "startedAt", Instant.ofEpochMilli(1_764_000_000_005L));
    set(entry, "updatedAt", Instant.ofEpochMilli(1_764_000_000_006L));
    set(entry, "progressPercent", percent);
    set(entry, "progressMessage", message);
    return aPendingJob("{}").with("queueEntry", entry);
  }

  /** Sets a field of the job's row. */
  public StoredJob with(String field, @Nullable Object value) {
    set(job, field, value);
    return this;
  }

  private StoredJob carrying(Optional<String> result, Optional<ResultFile> file) {
    content = new JobContent(content.payload(), result, file);
    return this;
  }

  public JobDetails details() {
    return new JobDetails(job, content);
  }

  private static void set(Object row, String name, @Nullable Object value) {
    try {
      Field field = row.getClass().getDeclaredField(name);
      field.setAccessible(true);
      field.set(row, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the entity has changed", e);
    }
  }
}
