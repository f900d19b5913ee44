package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says of attempts, whoever ends them. */
class AttemptLogIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final QueuedJobs jobs = new QueuedJobs();
  private final LogRecords log = LogRecords.of("dev.jobward.attempts");

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void tellsOfASuccess() {
    Lease lease = jobs.aRunningJob();

    jobs.complete(lease);

    assertThat(lines(lease.jobId())).containsExactly(line(1, "COMPLETED"));
  }

  @Test
  void tellsOfARepeatedWordOnce() {
    Lease lease = jobs.aRunningJob();

    jobs.complete(lease);
    jobs.complete(lease);

    assertThat(lines(lease.jobId())).hasSize(1);
  }

  @Test
  void tellsOfAFailure() {
    Lease lease = jobs.aRunningJob();

    jobs.fail(lease, true);

    assertThat(lines(lease.jobId())).containsExactly(line(1, "FAILED"));
  }

  @Test
  void tellsOfACancel() {
    Lease lease = jobs.aRunningJob();
    jobs.update("update job_queue set cancel_requested = true where job_id = ?", lease.jobId());

    jobs.fail(lease, true);

    assertThat(lines(lease.jobId())).containsExactly(line(1, "CANCELLED"));
  }

  @Test
  void tellsOfATimeOutAndOfTheNextAttempt() {
    Lease lease = jobs.aRunningJob();
    jobs.timeOut(lease.jobId());
    jobs.update("update job_queue set run_at = now(), due = true where job_id = ?", lease.jobId());

    jobs.complete(jobs.claim());

    assertThat(lines(lease.jobId())).containsExactly(line(1, "TIMED_OUT"), line(2, "COMPLETED"));
  }

  @Test
  void tellsOfAHandBack() {
    Lease lease = jobs.aRunningJob();

    jobs.leases().handBack(List.of(lease));

    assertThat(lines(lease.jobId())).containsExactly(line(1, "HANDED_BACK"));
  }

  /** It had been told that nobody knows of it any more. */
  @Test
  void tellsOfAHolderThatComesBack() {
    Lease lease = jobs.aRunningJob();
    jobs.loseLease(lease.jobId());

    jobs.complete(lease);

    assertThat(lines(lease.jobId())).containsExactly(line(1, "LEASE_LOST"), line(1, "COMPLETED"));
  }

  @Test
  void tellsOfNoAttemptWhereThereWasNone() {
    JobId id = jobs.aWaitingJob();
    jobs.update("update job_queue set expires_at = now() where job_id = ?", id);

    while (jobs.leases().expire() > 0) {
      // There is a limit to what is ended at once.
    }

    assertThat(jobs.state(id)).isEqualTo("FAILED NONE 0 EXPIRED");
    assertThat(lines(id)).isEmpty();
  }

  @Test
  void tellsWhichTraceAskedForTheJob() {
    JobId id = jobs.aWaitingJob();
    jobs.update(
        "update job set traceparent = '00-" + TRACE + "-00f067aa0ba902b7-01' where id = ?", id);

    jobs.complete(jobs.claim());

    assertThat(lines(id)).singleElement().asString().endsWith(" trace=" + TRACE);
  }

  @Test
  void keepsAWorkerThatChoosesItsNameOnItsLine() {
    JobId id = jobs.aWaitingJob();
    Lease lease =
        jobs.leases()
            .claim(
                new Claim(
                    "a b\nINFO: job=x outcome=COMPLETED",
                    Set.of(jobs.type()),
                    1,
                    1,
                    QueuedJobs.LEASE))
            .get(0);

    jobs.complete(lease);

    assertThat(lines(id))
        .singleElement()
        .asString()
        .contains(" who=a_b_INFO:_job_x_outcome_COMPLETED outcome=COMPLETED ms=");
  }

  private String line(int number, String outcome) {
    return "type=%s attempt=%d who=w outcome=%s ms=0 trace=-"
        .formatted(jobs.type().name(), number, outcome);
  }

  /** Without the job and the time, but for whether there is one. */
  private List<String> lines(JobId id) {
    String job = "job=" + id + " ";
    return log.texts().stream()
        .filter(line -> line.startsWith(job))
        .map(line -> line.substring(job.length()).replaceAll(" ms=[0-9]+ ", " ms=0 "))
        .toList();
  }
}
