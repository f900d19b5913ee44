package dev.jobward.job;

import dev.jobward.platform.Columns;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a list needs to know of a job's row in the queue: whether it runs, and since when. Read
 * only; {@code execution} writes the table with SQL of its own.
 */
@Entity
@Table(name = "job_queue")
@SuppressWarnings("UnusedVariable") // some fields are there for the metamodel alone
public class QueueEntry {

  @Id
  @Column(name = "job_id")
  private UUID jobId;

  @OneToOne(optional = false)
  @JoinColumn(name = "job_id", insertable = false, updatable = false)
  private Job job;

  @Column(name = "job_type")
  private String type;

  private int attempts;

  @Column(name = "started_at")
  private @Nullable Instant startedAt;

  @Column(name = "updated_at")
  private @Nullable Instant updatedAt;

  @Column(name = "progress_percent")
  private @Nullable Integer progressPercent;

  @Column(name = "progress_message")
  private @Nullable String progressMessage;

  @Column(name = "cancel_requested")
  private boolean cancelRequested;

  private int version;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields
  protected QueueEntry() {}

  @SuppressWarnings("NullAway.Init") // what only the metamodel has is left out
  private QueueEntry(ResultSet row) throws SQLException {
    attempts = row.getInt(23);
    startedAt = Columns.nullableInstant(row, 24);
    updatedAt = Columns.nullableInstant(row, 25);
    progressPercent = Columns.nullableInt(row, 26);
    progressMessage = row.getString(27);
    cancelRequested = row.getBoolean(28);
    version = row.getInt(29);
  }

  /** The entry of a row with {@link JobRows#COLUMNS}; null if the job is in the queue no more. */
  static @Nullable QueueEntry of(ResultSet row) throws SQLException {
    return row.getString(22) == null ? null : new QueueEntry(row);
  }

  boolean running() {
    return startedAt != null;
  }

  int attempts() {
    return attempts;
  }

  Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  Optional<Instant> updatedAt() {
    return Optional.ofNullable(updatedAt);
  }

  boolean cancelRequested() {
    return cancelRequested;
  }

  int version() {
    return version;
  }

  Optional<Progress> progress() {
    return Progress.stored(progressPercent, progressMessage);
  }
}
