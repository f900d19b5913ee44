package dev.jobward.bench.inside;

import dev.jobward.execution.JobContext;
import dev.jobward.execution.JobHandler;
import dev.jobward.execution.JobResult;
import dev.jobward.job.JobType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Does nothing, and remembers when it was asked to if somebody wants to know. */
@ApplicationScoped
public class NoopHandler implements JobHandler {

  /** As the jobs name it. */
  public static final String TYPE = "bench.noop";

  private final Clock clock = Clock.systemUTC();
  private final Map<String, Long> starts = new ConcurrentHashMap<>();
  private volatile boolean remembers;

  @Override
  public JobType jobType() {
    return new JobType(TYPE);
  }

  @Override
  public JobResult run(JobContext job) {
    if (remembers) {
      starts.put(job.jobId().toString(), ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    }
    return JobResult.none();
  }

  void remember(boolean wanted) {
    remembers = wanted;
  }

  /** When each job began, in microseconds since 1970, as far as somebody wanted to know. */
  Map<String, Long> takeStarts() {
    Map<String, Long> taken = Map.copyOf(starts);
    starts.clear();
    return taken;
  }
}
