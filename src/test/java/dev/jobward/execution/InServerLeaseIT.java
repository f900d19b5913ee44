package dev.jobward.execution;

import dev.jobward.job.Job;
import dev.jobward.job.JobDetails;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.NewJob;
import dev.jobward.job.OwnerActions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** The lease protocol as handlers in the server go through it. */
class InServerLeaseIT implements LeaseContract {

  private final OwnerActions alice = new OwnerActions();
  private final QueuedJobs jobs = new QueuedJobs();
  private final LeaseProtocol protocol = new InServer();

  @Override
  public LeaseProtocol protocol() {
    return protocol;
  }

  @AfterEach
  void close() {
    alice.close();
  }

  private final class InServer implements LeaseProtocol {

    @Override
    public String submit() {
      return alice.create(NewJob.of(jobs.type(), "{}")).toString();
    }

    @Override
    public Optional<Claimed> claim() {
      return jobs.claim(1).stream()
          .map(lease -> new Claimed(lease.jobId().toString(), lease.token().toString()))
          .findFirst();
    }

    @Override
    public Renewal heartbeat(Claimed held) {
      return jobs.beat(lease(held))
          .map(renewed -> renewed.cancelRequested() ? Renewal.STOP : Renewal.GO_ON)
          .orElse(Renewal.LOST);
    }

    @Override
    public boolean complete(Claimed held, String json) {
      return jobs.complete(lease(held), JobResult.json(json));
    }

    @Override
    public boolean fail(Claimed held, boolean retryable) {
      return jobs.fail(lease(held), retryable).isPresent();
    }

    @Override
    public boolean handBack(Claimed held) {
      return !jobs.leases().handBack(List.of(lease(held))).isEmpty();
    }

    @Override
    public void cancel(String jobId) {
      alice.jobs().cancel(alice.owner, id(jobId));
    }

    @Override
    public void loseLease(String jobId) {
      jobs.loseLease(id(jobId));
    }

    @Override
    public void timeOut(String jobId) {
      jobs.timeOut(id(jobId));
    }

    @Override
    public void passBackOff(String jobId) {
      jobs.update("update job_queue set run_at = now() where job_id = ?", id(jobId));
      DueJobs due = new DueJobs(jobs.database(), jobs.due);
      while (due.promoteOnce()) {
        // Other tests' jobs become due, too.
      }
    }

    @Override
    public Seen job(String jobId) {
      JobDetails details = alice.jobs().get(alice.owner, id(jobId));
      Job job = details.job();
      return new Seen(
          job.status().name(),
          job.attempts(),
          job.error().map(JobError::code).orElse(""),
          details.content().result().orElse(""),
          job.cancelRequested());
    }

    @Override
    public List<String> outcomes(String jobId) {
      return alice.jobs().attempts(alice.owner, id(jobId)).stream()
          .map(attempt -> attempt.outcome().name())
          .toList();
    }

    private JobId id(String jobId) {
      return new JobId(UUID.fromString(jobId));
    }

    /** All that the protocol asks for; the rest of a lease is for the one who runs the job. */
    private Lease lease(Claimed held) {
      return new Lease(
          id(held.jobId()),
          alice.owner,
          jobs.type(),
          "{}",
          LeaseToken.parse(held.token()).orElseThrow(),
          java.time.Instant.EPOCH,
          1,
          Optional.empty());
    }
  }
}
