package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.Refusal;
import dev.jobward.job.ResultFiles;
import dev.jobward.platform.Database;
import dev.jobward.platform.DatabaseFailure;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.platform.Sha256;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stores the bytes of a FILE result while they are written, a row for each MiB, each row in a
 * transaction of its own and fenced by the lease's token. The file counts once the job is completed
 * with it.
 */
@Dependent
class ResultFileWriter {

  private static final Logger LOG = Logger.getLogger(ResultFileWriter.class.getName());

  static final int CHUNK_BYTES = ResultFiles.CHUNK_BYTES;

  private static final String BEGIN =
      """
      insert into job_file (id, job_id, lease_token, name, content_type)
      select ?, job_id, lease_token, ?, ?
      from job_queue
      where job_id = ? and lease_token = ?
      """;

  /** Who sends bytes is alive: each row renews the lease. */
  private static final String APPEND =
      """
      with holder as (
        update job_queue
        set lease_until =
              case when started_at is not null
                then greatest(lease_until, clock_timestamp() + ? * interval '1 millisecond')
              end
        where job_id = ? and lease_token = ?
        returning job_id
      )
      insert into job_file_chunk (file_id, seq, bytes)
      select ?, ?, ?
      from holder
      """;

  /** Bytes come slowly: a row may take longer to fill than the lease lasts. */
  private static final String RENEW =
      """
      update job_queue
      set lease_until = greatest(lease_until, clock_timestamp() + ? * interval '1 millisecond')
      where job_id = ? and lease_token = ? and started_at is not null
      """;

  private static final Duration RENEWAL = Duration.ofSeconds(1);

  private static final String SEAL =
      """
      update job_file
      set size = ?, sha256 = ?
      where id = ?
      """;

  /** Nobody's from now on: what there is of it is removed little by little. */
  private static final String GIVE_UP =
      """
      update job_file
      set lease_token = gen_random_uuid()
      where id = ? and not attached
      """;

  private final Database database;
  private final Duration leaseTime;

  @Inject
  ResultFileWriter(Database database, Settings settings) {
    this.database = database;
    this.leaseTime = settings.duration(Setting.LEASE);
  }

  /**
   * Writes the whole file, which is no result before the job is completed with it.
   *
   * @return the file's id
   * @throws Refusal.LeaseLost if the lease ends meanwhile
   * @throws IOException if the content cannot be written
   */
  UUID store(JobId jobId, LeaseToken token, JobResult.File file) throws IOException {
    UUID id = UUID.randomUUID();
    require(
        database.update(
            BEGIN,
            statement -> {
              statement.setObject(1, id);
              statement.setString(2, file.name());
              statement.setString(3, file.contentType());
              statement.setObject(4, jobId.value());
              statement.setObject(5, token.value());
            }));
    boolean whole = false;
    try {
      Chunks chunks = new Chunks(jobId, token, id);
      file.content().writeTo(chunks);
      chunks.close();
      require(
          database.update(
              SEAL,
              statement -> {
                statement.setLong(1, chunks.size);
                statement.setBytes(2, chunks.digest.digest());
                statement.setObject(3, id);
              }));
      whole = true;
      return id;
    } finally {
      if (!whole) {
        giveUp(id);
      }
    }
  }

  /** A lease may last for a day, and its holder may try again as often as it likes. */
  private void giveUp(UUID file) {
    try {
      database.update(GIVE_UP, statement -> statement.setObject(1, file));
    } catch (DatabaseFailure e) {
      LOG.log(Level.FINE, "Part of a file stays until its lease is over", e);
    }
  }

  private static void require(int changed) {
    if (changed == 0) {
      throw new Refusal.LeaseLost();
    }
  }

  private final class Chunks extends OutputStream {

    private final JobId jobId;
    private final LeaseToken token;
    private final UUID file;
    private final MessageDigest digest = Sha256.digest();
    private final byte[] buffer = new byte[CHUNK_BYTES];
    private int used;
    private int seq;
    private long size;
    private long renewedAt = System.nanoTime() - RENEWAL.toNanos();

    private Chunks(JobId jobId, LeaseToken token, UUID file) {
      this.jobId = jobId;
      this.token = token;
      this.file = file;
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
      if (System.nanoTime() - renewedAt >= RENEWAL.toNanos()) {
        renew();
      }
    }

    private void renew() {
      database.update(
          RENEW,
          statement -> {
            statement.setLong(1, leaseTime.toMillis());
            statement.setObject(2, jobId.value());
            statement.setObject(3, token.value());
          });
      renewedAt = System.nanoTime();
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
                statement.setLong(1, leaseTime.toMillis());
                statement.setObject(2, jobId.value());
                statement.setObject(3, token.value());
                statement.setObject(4, file);
                statement.setInt(5, number);
                statement.setBytes(6, chunk);
              }));
      renewedAt = System.nanoTime();
      digest.update(chunk);
      size += used;
      used = 0;
      seq++;
    }
  }
}
