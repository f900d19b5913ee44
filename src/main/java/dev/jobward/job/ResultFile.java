package dev.jobward.job;

import dev.jobward.platform.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A FILE result without its bytes ({@link ResultFiles} reads those).
 *
 * @param contentType a media type, such as {@code text/csv}
 * @param size in bytes
 * @param sha256 in lower-case hexadecimal
 */
public record ResultFile(UUID id, String name, String contentType, long size, String sha256) {

  /** The file of a row with {@link JobRows#WITH_CONTENT}; empty if its job has none. */
  static Optional<ResultFile> read(ResultSet row) throws SQLException {
    if (row.getString(32) == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ResultFile(
            Columns.uuid(row, 32),
            row.getString(33),
            row.getString(34),
            row.getLong(35),
            HexFormat.of().formatHex(row.getBytes(36))));
  }
}
