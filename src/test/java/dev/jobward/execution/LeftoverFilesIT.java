package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.platform.Settings;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeftoverFilesIT {

  private static final JobResult.File TWO_CHUNKS =
      new JobResult.File(
          "a.bin", "application/octet-stream", out -> out.write(new byte[1024 * 1024 + 1]));

  private static final JobResult.File BROKEN =
      new JobResult.File(
          "a.bin",
          "application/octet-stream",
          out -> {
            out.write(new byte[1024 * 1024 + 1]);
            throw new IOException("broken off, on purpose");
          });

  private final QueuedJobs jobs = new QueuedJobs();
  private final ResultFileWriter files =
      new ResultFileWriter(jobs.database(), Settings.of(Map.of()));
  private final LeftoverFiles leftovers = new LeftoverFiles(jobs.database());

  @Test
  void keepsAResult() throws IOException {
    Lease lease = jobs.aRunningJob();
    UUID file = files.store(lease.jobId(), lease.token(), TWO_CHUNKS);
    assertThat(jobs.completeWithFile(lease, file)).isTrue();

    leftovers.removeOnce();

    assertThat(chunks(lease)).isEqualTo(2);
  }

  @Test
  void keepsWhatARunningAttemptWrites() throws IOException {
    Lease lease = aJobWithAFile();

    leftovers.removeOnce();

    assertThat(chunks(lease)).isEqualTo(2);
  }

  @Test
  void keepsTheFileOfALostLeaseWhileItsCompletionWouldCount() throws IOException {
    Lease lease = aJobWithAFile();
    jobs.loseLease(lease.jobId());

    leftovers.removeOnce();
    assertThat(chunks(lease)).isEqualTo(2);

    jobs.claim();
    leftovers.removeOnce();
    assertThat(chunks(lease)).isZero();
  }

  @Test
  void removesTheFileOfAFailedAttempt() throws IOException {
    Lease lease = aJobWithAFile();
    jobs.fail(lease, true);

    leftovers.removeOnce();

    assertThat(chunks(lease)).isZero();
    assertThat(files(lease)).isZero();
  }

  @Test
  void removesWhatABrokenUploadLeftOnceTheJobIsDone() throws IOException {
    Lease lease = aJobWithAFile();
    UUID again = files.store(lease.jobId(), lease.token(), TWO_CHUNKS);
    jobs.completeWithFile(lease, again);

    leftovers.removeOnce();

    assertThat(chunks(lease)).isEqualTo(2);
    assertThat(files(lease)).isEqualTo(1);
  }

  /** Its sender may try as often as it likes for as long as its lease lasts. */
  @Test
  void removesWhatABrokenUploadLeftAtOnce() {
    Lease lease = jobs.aRunningJob();
    assertThatThrownBy(() -> files.store(lease.jobId(), lease.token(), BROKEN))
        .isInstanceOf(IOException.class);
    assertThat(chunks(lease)).isEqualTo(1);

    leftovers.removeOnce();

    assertThat(chunks(lease)).isZero();
    assertThat(files(lease)).isZero();
    assertThat(jobs.complete(lease)).isTrue();
  }

  @Test
  void renewsTheLeaseWithEachRow() throws IOException {
    Lease lease = jobs.aRunningJob();
    jobs.update(
        "update job_queue set lease_until = now() + interval '1 s' where job_id = ?",
        lease.jobId());

    files.store(lease.jobId(), lease.token(), TWO_CHUNKS);

    assertThat(
            jobs.text(
                "select (lease_until > now() + interval '10 s')::text from job_queue where job_id = ?",
                lease.jobId()))
        .isEqualTo("true");
  }

  @Test
  void renewsTheLeaseBeforeARowIsFull() throws IOException {
    Lease lease = jobs.aRunningJob();
    jobs.update(
        "update job_queue set lease_until = now() + interval '1 s' where job_id = ?",
        lease.jobId());

    files.store(
        lease.jobId(),
        lease.token(),
        new JobResult.File(
            "slow.bin",
            "application/octet-stream",
            out -> {
              out.write(1);
              assertThat(
                      jobs.text(
                          "select (lease_until > now() + interval '10 s')::text from job_queue where job_id = ?",
                          lease.jobId()))
                  .isEqualTo("true");
            }));
  }

  private Lease aJobWithAFile() throws IOException {
    Lease lease = jobs.aRunningJob();
    files.store(lease.jobId(), lease.token(), TWO_CHUNKS);
    return lease;
  }

  private int chunks(Lease lease) {
    return Integer.parseInt(
        jobs.text(
            "select count(*)::text from job_file_chunk c join job_file f on f.id = c.file_id where f.job_id = ?",
            lease.jobId()));
  }

  private int files(Lease lease) {
    return Integer.parseInt(
        jobs.text("select count(*)::text from job_file where job_id = ?", lease.jobId()));
  }
}
