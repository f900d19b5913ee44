package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobError;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeftoverFilesIT {

  private static final JobResult.File TWO_CHUNKS =
      new JobResult.File(
          "a.bin", "application/octet-stream", out -> out.write(new byte[1024 * 1024 + 1]));

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final ResultFileWriter files = new ResultFileWriter(database);
  private final LeftoverFiles leftovers = new LeftoverFiles(database);
  private final QueuedJobs jobs = new QueuedJobs(database);

  @Test
  void keepsAResult() throws IOException {
    Lease lease = aJobWithAFile();
    new LeaseRepository(database)
        .complete(
            lease.jobId(),
            lease.token(),
            ResultType.FILE,
            Optional.empty(),
            Optional.of(lease.token().value()));

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
    new AttemptEndings(database)
        .fail(
            lease.jobId(),
            lease.token(),
            new JobError("BROKEN", "It broke."),
            true,
            new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(1)));

    leftovers.removeOnce();

    assertThat(chunks(lease)).isZero();
    assertThat(files(lease)).isZero();
  }

  private Lease aJobWithAFile() throws IOException {
    Lease lease = jobs.aRunningJob();
    files.store(lease, TWO_CHUNKS);
    return lease;
  }

  private int chunks(Lease lease) {
    return count("select count(*) from job_file_chunk where file_id = ?", lease);
  }

  private int files(Lease lease) {
    return count("select count(*) from job_file where id = ?", lease);
  }

  private int count(String sql, Lease lease) {
    return database
        .queryOne(
            sql, statement -> statement.setObject(1, lease.token().value()), row -> row.getInt(1))
        .orElseThrow();
  }
}
