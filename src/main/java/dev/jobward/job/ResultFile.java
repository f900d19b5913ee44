package dev.jobward.job;

import dev.jobward.platform.Database;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A FILE result without its bytes ({@link ResultFiles} reads those). */
@Entity
@Table(name = "job_file")
public class ResultFile {

  @Id private UUID id;
  private String name;

  @Column(name = "content_type")
  private String contentType;

  private long size;
  private byte[] sha256;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields
  protected ResultFile() {}

  private ResultFile(ResultSet row) throws SQLException {
    id = Database.uuid(row, 32);
    name = row.getString(33);
    contentType = row.getString(34);
    size = row.getLong(35);
    sha256 = row.getBytes(36);
  }

  /** The file of a row with {@link JobRows#WITH_CONTENT}; null if its job has none. */
  static @Nullable ResultFile of(ResultSet row) throws SQLException {
    return row.getString(32) == null ? null : new ResultFile(row);
  }

  UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** A media type, such as {@code text/csv}. */
  public String contentType() {
    return contentType;
  }

  /** In bytes. */
  public long size() {
    return size;
  }

  /** In lower-case hexadecimal. */
  public String sha256() {
    return HexFormat.of().formatHex(sha256);
  }
}
