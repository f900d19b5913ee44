package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.OwnerActions;
import dev.jobward.job.Refusal;
import dev.jobward.platform.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker does, where no HTTP is in the way. */
class WorkerJobsIT {

  private static final int SIZE = 3 * 1024 * 1024 + 1;

  private final OwnerActions alice = new OwnerActions();
  private final QueuedJobs jobs = new QueuedJobs();
  private final WorkerJobs worker =
      new WorkerJobs(
          jobs.leases(),
          new ResultFileWriter(jobs.database(), Settings.of(Map.of())),
          new StoredFiles(jobs.database()),
          alice.jobs(),
          jobs.presence());

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void claimsAJobAsItIsWhileItRuns() {
    JobId id = jobs.aWaitingJob();

    List<ClaimedJob> claimed =
        worker.claim(new Claim("w", Set.of(jobs.type()), 1, Long.MAX_VALUE, QueuedJobs.LEASE));

    assertThat(claimed).hasSize(1);
    assertThat(claimed.get(0).job().id()).isEqualTo(id);
    assertThat(claimed.get(0).job().status()).isEqualTo(JobStatus.RUNNING);
    assertThat(claimed.get(0).job().attempts()).isEqualTo(1);
  }

  @Test
  void takesTheSameFileTwiceAndNoOther() {
    Lease held = jobs.aRunningJob();
    complete(held, "a.bin", whole(1));

    complete(held, "a.bin", whole(1));

    assertThatThrownBy(() -> complete(held, "a.bin", whole(2)))
        .isInstanceOf(Refusal.LeaseLost.class);
    assertThatThrownBy(() -> complete(held, "b.bin", whole(1)))
        .isInstanceOf(Refusal.LeaseLost.class);
  }

  /** A client that gave up waiting sends it again while the server is still busy with the first. */
  @ParameterizedTest
  @ValueSource(ints = {0, SIZE / 2, SIZE})
  void takesTheSameFileTwiceThoughTheTwoOverlap(int overtakenAt) {
    Lease held = jobs.aRunningJob();

    complete(
        held,
        "a.bin",
        new Overtaken(content(1), overtakenAt, () -> complete(held, "a.bin", whole(1))));

    assertThat(jobs.state(held.jobId())).startsWith("COMPLETED FILE");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, SIZE / 2, SIZE})
  void refusesAFileThatAnotherOneHasOvertaken(int overtakenAt) {
    Lease held = jobs.aRunningJob();
    InputStream overtaken =
        new Overtaken(content(1), overtakenAt, () -> complete(held, "a.bin", whole(2)));

    assertThatThrownBy(() -> complete(held, "a.bin", overtaken))
        .isInstanceOf(Refusal.LeaseLost.class);
  }

  @Test
  void readsNothingOfAFileThatCannotCount() {
    Lease held = jobs.aRunningJob();
    jobs.fail(held, false);
    InputStream unread = whole(1);

    assertThatThrownBy(() -> complete(held, "a.bin", unread)).isInstanceOf(Refusal.LeaseLost.class);

    assertThat(unread).hasBinaryContent(content(1));
  }

  @Test
  void findsNoJobThatIsNotThere() {
    Lease held = jobs.aRunningJob();
    JobId nobody = new JobId(new UUID(0x0198c0de00007000L, 0x8000000000000000L));

    assertThat(worker.lost(nobody)).isInstanceOf(Refusal.JobNotFound.class);
    assertThat(worker.lost(held.jobId())).isInstanceOf(Refusal.LeaseLost.class);
    assertThat(worker.missing(List.of(nobody, held.jobId()))).containsExactly(nobody);
  }

  private void complete(Lease held, String name, InputStream bytes) {
    try {
      worker.completeWithFile(
          held.jobId(), held.token(), new SentFile(name, "application/octet-stream", bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream whole(int seed) {
    return new ByteArrayInputStream(content(seed));
  }

  private static byte[] content(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Lets something else happen when so much of it has been read. */
  private static final class Overtaken extends ByteArrayInputStream {

    private final Runnable meanwhile;
    private int before;

    private Overtaken(byte[] content, int at, Runnable meanwhile) {
      super(content);
      this.before = at;
      this.meanwhile = meanwhile;
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      if (before > 0 && pos < before) {
        return super.read(buffer, offset, Math.min(length, before - pos));
      }
      if (before >= 0) {
        before = -1;
        meanwhile.run();
      }
      return super.read(buffer, offset, length);
    }
  }
}
