package dev.jobward.execution;

import dev.jobward.job.JobType;
import java.util.List;

/**
 * Runs the jobs of one type in the server. Every CDI bean of this type serves its {@link
 * #jobType()}; calls come from many threads at once.
 *
 * <p>A job runs at least once: after a crash an attempt is repeated, so that a handler does best to
 * be harmless when repeated.
 */
public interface JobHandler {

  /** The one type that this handler serves. */
  JobType jobType();

  /**
   * Looks at the payload of a job that is about to be created. Each fault is told to the creator,
   * and the job is refused; none is found unless a handler says so. Must be quick and ask nobody.
   *
   * @param payload the text of one JSON object, without duplicate names
   */
  default List<PayloadFault> check(String payload) {
    return List.of();
  }

  /**
   * Runs one attempt.
   *
   * @return the job's result
   * @throws JobFailure to say why, and whether another attempt may help
   * @throws Exception for any other failure, which is retried while attempts are left
   */
  JobResult run(JobContext job) throws Exception;
}
