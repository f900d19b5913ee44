package dev.jobward.job;

import dev.jobward.platform.Columns;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One job as its owner sees it, without its payload and result ({@link JobContent}).
 *
 * <p>Its own row is silent while an attempt runs; what is true then stands in its {@link
 * QueueEntry}. Callers of this class need not know: its methods answer for both.
 */
@Entity
@Table(name = "job")
public class Job {

  @Id private UUID id;
  private String owner;

  @Column(name = "job_type")
  private String type;

  @Enumerated(EnumType.STRING)
  private JobStatus status;

  @Enumerated(EnumType.STRING)
  @Column(name = "result_type")
  private ResultType resultType;

  @Column(name = "error_code")
  private @Nullable String errorCode;

  @Column(name = "error_message")
  private @Nullable String errorMessage;

  @Column(name = "cancel_requested")
  private boolean cancelRequested;

  @Column(name = "progress_percent")
  private @Nullable Integer progressPercent;

  @Column(name = "progress_message")
  private @Nullable String progressMessage;

  private int attempts;

  @Column(name = "max_attempts")
  private int maxAttempts;

  private int priority;

  @Column(name = "timeout_seconds")
  private int timeoutSeconds;

  @Column(name = "expires_at")
  private @Nullable Instant expiresAt;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Column(name = "run_at")
  private Instant runAt;

  @Column(name = "started_at")
  private @Nullable Instant startedAt;

  @Column(name = "finished_at")
  private @Nullable Instant finishedAt;

  /** Counted and compared by SQL, and so not JPA's own {@code @Version}. */
  @Column(name = "version")
  private int version;

  @OneToOne(mappedBy = "job")
  private @Nullable QueueEntry queueEntry;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields
  protected Job() {}

  /** The job as its creation has just stored it. */
  Job(UUID id, Owner owner, NewJob asked, Instant createdAt, Instant runAt) {
    this.id = id;
    this.owner = owner.subject();
    this.type = asked.type().name();
    this.status = JobStatus.PENDING;
    this.resultType = ResultType.NONE;
    this.maxAttempts = asked.maxAttempts();
    this.priority = asked.priority();
    this.timeoutSeconds = asked.timeoutSeconds();
    this.expiresAt = asked.expiresAt().orElse(null);
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.runAt = runAt;
    this.version = 1;
  }

  /** The job of a row with {@link JobRows#COLUMNS}. */
  Job(ResultSet row) throws SQLException {
    this.id = Columns.uuid(row, 1);
    this.owner = row.getString(2);
    this.type = row.getString(3);
    this.status = JobStatus.valueOf(row.getString(4));
    this.resultType = ResultType.valueOf(row.getString(5));
    this.errorCode = row.getString(6);
    this.errorMessage = row.getString(7);
    this.cancelRequested = row.getBoolean(8);
    this.progressPercent = Columns.nullableInt(row, 9);
    this.progressMessage = row.getString(10);
    this.attempts = row.getInt(11);
    this.maxAttempts = row.getInt(12);
    this.priority = row.getInt(13);
    this.timeoutSeconds = row.getInt(14);
    this.expiresAt = Columns.nullableInstant(row, 15);
    this.createdAt = Columns.instant(row, 16);
    this.updatedAt = Columns.instant(row, 17);
    this.runAt = Columns.instant(row, 18);
    this.startedAt = Columns.nullableInstant(row, 19);
    this.finishedAt = Columns.nullableInstant(row, 20);
    this.version = row.getInt(21);
    this.queueEntry = QueueEntry.of(row);
  }

  public JobId id() {
    return new JobId(id);
  }

  public Owner owner() {
    return new Owner(owner);
  }

  public JobType type() {
    return new JobType(type);
  }

  public JobStatus status() {
    return attempt().isPresent() ? JobStatus.RUNNING : status;
  }

  public ResultType resultType() {
    return resultType;
  }

  /** Why the last attempt that ended failed; empty once one succeeded. */
  public Optional<JobError> error() {
    return errorCode == null || errorMessage == null
        ? Optional.empty()
        : Optional.of(new JobError(errorCode, errorMessage));
  }

  /** Whether somebody asked for a cancel, since creation or the last retry by hand. */
  public boolean cancelRequested() {
    return queueEntry == null ? cancelRequested : queueEntry.cancelRequested();
  }

  /** Grows with each change of what this class shows. */
  public int version() {
    return queueEntry == null ? version : queueEntry.version();
  }

  /** The latest attempt's. */
  public Optional<Progress> progress() {
    return attempt()
        .map(QueueEntry::progress)
        .orElseGet(() -> Progress.stored(progressPercent, progressMessage));
  }

  /** Attempts started since creation, or since the last retry by hand. */
  public int attempts() {
    return attempt().map(QueueEntry::attempts).orElse(attempts);
  }

  public int maxAttempts() {
    return maxAttempts;
  }

  public int priority() {
    return priority;
  }

  /** How many seconds one attempt may take. */
  public int timeoutSeconds() {
    return timeoutSeconds;
  }

  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The last change of status, progress or cancel request. */
  public Instant updatedAt() {
    return attempt().flatMap(QueueEntry::updatedAt).orElse(updatedAt);
  }

  public Instant runAt() {
    return runAt;
  }

  /** When the latest attempt started. */
  public Optional<Instant> startedAt() {
    return attempt().flatMap(QueueEntry::startedAt).or(() -> Optional.ofNullable(startedAt));
  }

  /** There for a final job, and for no other. */
  public Optional<Instant> finishedAt() {
    return Optional.ofNullable(finishedAt);
  }

  private Optional<QueueEntry> attempt() {
    return Optional.ofNullable(queueEntry).filter(QueueEntry::running);
  }
}
