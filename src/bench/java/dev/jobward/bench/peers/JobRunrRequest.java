package dev.jobward.bench.peers;

import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** A job of JobRunr, which is stored as JSON. Public, since JobRunr creates it. */
public record JobRunrRequest(String payload) implements JobRequest {

  @Override
  public Class<Handler> getJobRequestHandler() {
    return Handler.class;
  }

  /** Does nothing but tell. */
  public static final class Handler implements JobRequestHandler<JobRunrRequest> {

    private final Handled handled;

    Handler(Handled handled) {
      this.handled = handled;
    }

    @Override
    public void run(JobRunrRequest request) {
      handled.one();
    }
  }
}
