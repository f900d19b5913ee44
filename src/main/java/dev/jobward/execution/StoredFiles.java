package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.platform.Database;
import dev.jobward.platform.Sha256;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
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
   * Whether the job was completed under this token with this very file. The content is read only if
   * it can be.
   */
  boolean isResultOf(JobId id, LeaseToken token, JobResult.File file) throws IOException {
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
    return sha256.isPresent() && MessageDigest.isEqual(sha256.get(), sha256(file));
  }

  private static byte[] sha256(JobResult.File file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      file.content().writeTo(out);
    }
    return digest.digest();
  }
}
