package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Knows again a file that was sent before, whose answer may have been lost on its way. */
@Dependent
class StoredFiles {

  private static final String FIND =
      """
      select file.sha256
      from job
      join job_file file on file.id = job.result_file
      where job.id = ? and job.lease_token = ? and file.name = ? and file.content_type = ?
      """;

  private final Database database;

  @Inject
  StoredFiles(Database database) {
    this.database = database;
  }

  /**
   * Whether the job was completed under this token with this very file. The bytes are read to their
   * end only if it can be.
   *
   * @param bytes the file's, or what was not read of them yet; the digest is of all
   */
  boolean isResultOf(JobId id, LeaseToken token, SentFile file, DigestInputStream bytes)
      throws IOException {
    Optional<byte[]> sha256 =
        database.queryOne(
            FIND,
            statement -> {
              statement.setObject(1, id.value());
              statement.setObject(2, token.value());
              statement.setString(3, file.name());
              statement.setString(4, file.contentType());
            },
            row -> row.getBytes(1));
    if (sha256.isEmpty()) {
      return false;
    }
    bytes.transferTo(OutputStream.nullOutputStream());
    return MessageDigest.isEqual(sha256.get(), bytes.getMessageDigest().digest());
  }
}
