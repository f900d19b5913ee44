package dev.jobward.handlers;

import dev.jobward.execution.JobContext;
import dev.jobward.execution.JobHandler;
import dev.jobward.execution.JobResult;
import dev.jobward.job.JobType;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code echo}: the payload is the result. For trying things out. */
@ApplicationScoped
public class EchoHandler implements JobHandler {

  private static final JobType TYPE = new JobType("echo");

  @Override
  public JobType jobType() {
    return TYPE;
  }

  @Override
  public JobResult run(JobContext job) {
    return JobResult.json(job.payload());
  }
}
