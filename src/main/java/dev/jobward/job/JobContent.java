package dev.jobward.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a job carries: payload and result, each as large as its limit. A list never reads them.
 *
 * @param payload the text of one JSON object, as it was sent
 * @param result JSON text: the value of a JSON result, or a string literal for a TEXT result
 */
public record JobContent(String payload, Optional<String> result, Optional<ResultFile> resultFile) {

  /** The content of a job that was just created. */
  static JobContent of(String payload) {
    return new JobContent(payload, Optional.empty(), Optional.empty());
  }

  /** The content of a row with {@link JobRows#WITH_CONTENT}. */
  static JobContent read(ResultSet row) throws SQLException {
    return new JobContent(
        row.getString(30), Optional.ofNullable(row.getString(31)), ResultFile.read(row));
  }
}
