package dev.jobward.execution;

import dev.jobward.job.Job;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.Jobs;
import dev.jobward.job.Refusal;
import dev.jobward.platform.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What workers can do, programs anywhere that run jobs for all users. */
@ApplicationScoped
public class WorkerJobs {

  private Leases leases;
  private ResultFileWriter files;
  private StoredFiles stored;
  private Jobs jobs;
  private Presence presence;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected WorkerJobs() {}

  @Inject
  WorkerJobs(
      Leases leases, ResultFileWriter files, StoredFiles stored, Jobs jobs, Presence presence) {
    this.leases = leases;
    this.files = files;
    this.stored = stored;
    this.jobs = jobs;
    this.presence = presence;
  }

  /** Leases due jobs, in the order in which they are to run; none if there are none. */
  @Transactional
  public List<ClaimedJob> claim(Claim claim) {
    presence.asked(claim.workerId(), claim.types());
    List<Lease> claimed = leases.claim(claim);
    Map<JobId, Job> found =
        jobs.find(claimed.stream().map(Lease::jobId).toList()).stream()
            .collect(Collectors.toMap(Job::id, job -> job));
    List<ClaimedJob> jobsAndLeases = new ArrayList<>();
    for (Lease lease : claimed) {
      Job job = found.get(lease.jobId());
      if (job != null) {
        jobsAndLeases.add(new ClaimedJob(job, lease));
      }
    }
    return jobsAndLeases;
  }

  /** Gives back what was claimed for a worker that is not there any more. */
  public void handBack(List<ClaimedJob> claimed) {
    leases.handBack(claimed.stream().map(ClaimedJob::lease).toList());
  }

  /** Renews leases. Those that are missing in the answer are lost. */
  public Map<JobId, Held> heartbeat(List<Heartbeat> beats) {
    return leases.heartbeat(beats);
  }

  /**
   * The success of an attempt.
   *
   * @param result anything but a file
   */
  public record Success(JobId jobId, LeaseToken token, JobResult result) {}

  /**
   * Ends attempts, and their jobs with them.
   *
   * @return the jobs that are completed by these words, now or before; of the others the lease is
   *     lost
   */
  public Set<JobId> complete(List<Success> words) {
    return leases.complete(
        words.stream()
            .map(word -> Completion.of(word.jobId(), word.token(), word.result()))
            .toList());
  }

  /** What becomes of the jobs whose attempts failed. Those missing in the answer are lost. */
  public Map<JobId, JobStatus> fail(List<Failure> failures) {
    return leases.fail(failures);
  }

  /**
   * Stores a file and ends the attempt with it. The same file sent again under the same token is
   * told the same, even while the first one is still on its way.
   *
   * @throws Refusal.JobNotFound if there is no such job
   * @throws Refusal.LeaseLost if the token is not the job's latest
   * @throws IOException if the content ends early
   */
  public void completeWithFile(JobId id, LeaseToken token, SentFile file) throws IOException {
    // The digest is of all that was read, wherever the lease turns out to be lost.
    DigestInputStream bytes = new DigestInputStream(file.bytes(), Sha256.digest());
    try {
      UUID written =
          files.store(
              id, token, new JobResult.File(file.name(), file.contentType(), bytes::transferTo));
      if (!leases.complete(List.of(Completion.ofFile(id, token, written))).contains(id)) {
        throw new Refusal.LeaseLost();
      }
    } catch (Refusal.LeaseLost e) {
      if (!stored.isResultOf(id, token, file, bytes)) {
        throw lost(id);
      }
    }
  }

  /** Why a word did not count: the job is not there, or it is not this attempt's any more. */
  public Refusal lost(JobId id) {
    return missing(List.of(id)).isEmpty() ? new Refusal.LeaseLost() : new Refusal.JobNotFound();
  }

  /** Which of these jobs are not there. */
  public Set<JobId> missing(Collection<JobId> ids) {
    Set<JobId> missing = new HashSet<>(ids);
    jobs.find(missing).forEach(job -> missing.remove(job.id()));
    return missing;
  }
}
