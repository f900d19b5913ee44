package dev.jobward.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.HexFormat;
import java.util.UUID;

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
