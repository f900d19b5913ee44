package dev.jobward.execution;

import dev.jobward.job.ResultFiles;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Stores the bytes of a FILE result while they are written, a row for each MiB, each row in a
 * transaction of its own and fenced by the lease's token. The file counts once the job is completed
 * with it.
 */
@Dependent
class ResultFileWriter {

  static final int CHUNK_BYTES = ResultFiles.CHUNK_BYTES;

  private static final String BEGIN =
      """
      insert into job_file (id, job_id, name, content_type)
      select lease_token, job_id, ?, ?
      from job_queue
      where job_id = ? and lease_token = ?
      """;

  private static final String APPEND =
      """
      insert into job_file_chunk (file_id, seq, bytes)
      select lease_token, ?, ?
      from job_queue
      where job_id = ? and lease_token = ?
      """;

  private static final String SEAL =
      """
      update job_file
      set size = ?, sha256 = ?
      where id = ? and exists (select from job_queue where job_id = ? and lease_token = ?)
      """;

  private final Database database;

  @Inject
  ResultFileWriter(Database database) {
    this.database = database;
  }

  /**
   * Writes the whole file.
   *
   * @throws LeaseLost if the lease ends meanwhile
   * @throws IOException if the content cannot be written
   */
  void store(Lease lease, JobResult.File file) throws IOException {
    require(
        database.update(
            BEGIN,
            statement -> {
              statement.setString(1, file.name());
              statement.setString(2, file.contentType());
              statement.setObject(3, lease.jobId().value());
              statement.setObject(4, lease.token().value());
            }));
    Chunks chunks = new Chunks(lease);
    file.content().writeTo(chunks);
    chunks.close();
    require(
        database.update(
            SEAL,
            statement -> {
              statement.setLong(1, chunks.size);
              statement.setBytes(2, chunks.digest.digest());
              statement.setObject(3, lease.token().value());
              statement.setObject(4, lease.jobId().value());
              statement.setObject(5, lease.token().value());
            }));
  }

  private static void require(int changed) {
    if (changed == 0) {
      throw new LeaseLost();
    }
  }

  private final class Chunks extends OutputStream {

    private final Lease lease;
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[CHUNK_BYTES];
    private int used;
    private int seq;
    private long size;

    private Chunks(Lease lease) {
      this.lease = lease;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int from = offset;
      int left = length;
      while (left > 0) {
        int copied = Math.min(left, CHUNK_BYTES - used);
        System.arraycopy(bytes, from, buffer, used, copied);
        used += copied;
        from += copied;
        left -= copied;
        if (used == CHUNK_BYTES) {
          store();
        }
      }
    }

    @Override
    public void close() {
      if (used > 0) {
        store();
      }
    }

    private void store() {
      byte[] chunk = Arrays.copyOf(buffer, used);
      int number = seq;
      require(
          database.update(
              APPEND,
              statement -> {
                statement.setInt(1, number);
                statement.setBytes(2, chunk);
                statement.setObject(3, lease.jobId().value());
                statement.setObject(4, lease.token().value());
              }));
      digest.update(chunk);
      size += used;
      used = 0;
      seq++;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
