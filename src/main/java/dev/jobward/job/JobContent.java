package dev.jobward.job;

import dev.jobward.platform.Database;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a job carries: payload and result, each as large as its limit. A list never reads them. */
@Entity
@Table(name = "job")
public class JobContent {

  @Id private UUID id;
  private String payload;
  private @Nullable String result;

  @OneToOne
  @JoinColumn(name = "result_file")
  private @Nullable ResultFile resultFile;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields
  protected JobContent() {}

  /** The content of a job that was just created. */
  JobContent(UUID id, String payload) {
    this.id = id;
    this.payload = payload;
  }

  /** The content of a row with {@link JobRows#WITH_CONTENT}. */
  JobContent(ResultSet row) throws SQLException {
    this.id = Database.uuid(row, 1);
    this.payload = row.getString(30);
    this.result = row.getString(31);
    this.resultFile = ResultFile.of(row);
  }

  /** The text of one JSON object, as it was sent. */
  public String payload() {
    return payload;
  }

  /** JSON text: the value of a JSON result, or a string literal for a TEXT result. */
  public Optional<String> result() {
    return Optional.ofNullable(result);
  }

  public Optional<ResultFile> resultFile() {
    return Optional.ofNullable(resultFile);
  }
}
