package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobId;
import dev.jobward.job.JobWatch;
import dev.jobward.job.Jobs;
import dev.jobward.job.Owner;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Readers who wait for a job to be final. None of them holds a thread or a connection. */
@ApplicationScoped
public class WaitingReaders {

  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Jobs jobs;
  private JobWatch watch;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected WaitingReaders() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  WaitingReaders(Jobs jobs, JobWatch watch) {
    this.jobs = jobs;
    this.watch = watch;
  }

  /** A server that stops tells each of them how its job is now. */
  @PreDestroy
  void stop() {
    readers.forEach(Reader::answer);
  }

  /**
   * Answers with the job as soon as it is final, or as it is when the patience is over.
   *
   * @param known the version that is known not to be final
   */
  void await(Owner owner, JobId id, int known, Duration patience, AsyncResponse answer) {
    Reader reader = new Reader(owner, id, answer);
    readers.add(reader);
    answer.setTimeoutHandler(late -> reader.answer());
    answer.setTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    reader.watch(known);
  }

  private final class Reader implements JobWatch.Watcher {

    private final Owner owner;
    private final JobId id;
    private final AsyncResponse answer;
    private final AtomicBoolean answered = new AtomicBoolean();

    private Reader(Owner owner, JobId id, AsyncResponse answer) {
      this.owner = owner;
      this.id = id;
      this.answer = answer;
    }

    private void watch(int known) {
      JobWatch.Watching watching = watch.watch(id, known, this);
      answer.register((jakarta.ws.rs.container.CompletionCallback) failure -> watching.end());
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

    /** Never on the caller's thread: the job may be large, and the client slow. */
    private void answer() {
      if (answered.compareAndSet(false, true)) {
        readers.remove(this);
        executor.execute(this::send);
      }
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
