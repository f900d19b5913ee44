package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobId;
import dev.jobward.job.JobWatch;
import dev.jobward.job.Jobs;
import dev.jobward.job.Owner;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Readers who wait for a job to be final. None of them holds a thread or a connection of the
 * database.
 *
 * <p>They get no answer from a server that stops: JAX-RS is gone before anybody here hears of it.
 */
@ApplicationScoped
public class WaitingReaders {

  @Resource(lookup = "java:comp/DefaultManagedExecutorService", type = ManagedExecutorService.class)
  private Executor executor;

  /** Not the time-out of JAX-RS: on one of the servers the answer has to come within it. */
  @Resource(
      lookup = "java:comp/DefaultManagedScheduledExecutorService",
      type = ManagedScheduledExecutorService.class)
  private ScheduledExecutorService scheduler;

  private Jobs jobs;
  private JobWatch watch;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected WaitingReaders() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executors
  WaitingReaders(Jobs jobs, JobWatch watch) {
    this.jobs = jobs;
    this.watch = watch;
  }

  WaitingReaders(Jobs jobs, JobWatch watch, Executor executor, ScheduledExecutorService scheduler) {
    this.jobs = jobs;
    this.watch = watch;
    this.executor = executor;
    this.scheduler = scheduler;
  }

  /**
   * Answers with the job as soon as it is final, or as it is when the patience is over.
   *
   * @param known the version that is known not to be final
   */
  void await(Owner owner, JobId id, int known, Duration patience, AsyncResponse answer) {
    new Reader(owner, id, answer).begin(known, patience);
  }

  private final class Reader implements JobWatch.Watcher {

    private final Owner owner;
    private final JobId id;
    private final AsyncResponse answer;
    private final List<Runnable> ends = new ArrayList<>();
    private boolean answered;

    private Reader(Owner owner, JobId id, AsyncResponse answer) {
      this.owner = owner;
      this.id = id;
      this.answer = answer;
    }

    private void begin(int known, Duration patience) {
      JobWatch.Watching watching = watch.watch(id, known, this);
      atEnd(watching::end);
      Future<?> late = scheduler.schedule(this::answer, patience.toMillis(), TimeUnit.MILLISECONDS);
      atEnd(() -> late.cancel(false));
    }

    /** At once if the answer came while this was begun. */
    private synchronized void atEnd(Runnable end) {
      if (answered) {
        end.run();
      } else {
        ends.add(end);
      }
    }

    @Override
    public void changed(Job job) {
      if (job.status().isFinal()) {
        answer();
      }
    }

    @Override
    public void gone() {
      answer();
    }

    private void answer() {
      synchronized (this) {
        if (answered) {
          return;
        }
        answered = true;
        ends.forEach(Runnable::run);
      }
      // Never on the caller's thread: the job may be large, and the client slow.
      executor.execute(this::send);
    }

    private void send() {
      try {
        answer.resume(JobAnswer.of("Job retrieved.", jobs.get(owner, id)));
      } catch (RuntimeException e) {
        answer.resume(e);
      }
    }
  }
}
