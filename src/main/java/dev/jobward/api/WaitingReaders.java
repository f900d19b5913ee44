package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobDetails;
import dev.jobward.job.JobId;
import dev.jobward.job.JobWatch;
import dev.jobward.job.Jobs;
import dev.jobward.job.Owner;
import dev.jobward.job.Refusal;
import dev.jobward.json.JobDocument;
import dev.jobward.platform.Stopping;
import dev.jobward.platform.metrics.Metrics;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Readers who wait for a job to be final. None of them holds a thread or a connection of the
 * database.
 */
@ApplicationScoped
public class WaitingReaders {

  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

  @Resource(lookup = "java:comp/DefaultManagedExecutorService", type = ManagedExecutorService.class)
  private Executor executor;

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

  void measure(
      @Observes @Initialized(ApplicationScoped.class) Object application, Metrics metrics) {
    metrics.gauge(
        "jobward.readers.waiting", "Readers that wait for a job to be final.", readers::size);
  }

  /** A server that stops tells each of them how its job is now. */
  void stop(
      @Observes @Priority(Stopping.WAITERS) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    readers.forEach(Reader::answerNow);
  }

  /**
   * Answers with the job as soon as it is final, or as it is when the patience is over.
   *
   * @param job which is not final
   */
  void await(
      AsyncContext context, HttpServletRequest request, Owner owner, Job job, Duration patience)
      throws IOException {
    new Reader(context, request, owner, job.id()).begin(job.version(), patience);
  }

  private final class Reader implements JobWatch.Watcher, PushedAnswer.Source {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final PushedAnswer answer;
    private final Owner owner;
    private final JobId id;
    private final List<Runnable> ends = new ArrayList<>();
    private final AtomicBoolean answered = new AtomicBoolean();
    private boolean ended;
    private byte @Nullable [] body;
    private boolean over;

    private Reader(AsyncContext context, HttpServletRequest request, Owner owner, JobId id)
        throws IOException {
      this.request = request;
      this.response = (HttpServletResponse) context.getResponse();
      this.answer = new PushedAnswer(context, this);
      this.owner = owner;
      this.id = id;
    }

    private void begin(int known, Duration patience) {
      readers.add(this);
      atEnd(() -> readers.remove(this));
      answer.open();
      JobWatch.Watching watching = watch.watch(id, known, this);
      atEnd(watching::end);
      Future<?> late = scheduler.schedule(this::answer, patience.toMillis(), TimeUnit.MILLISECONDS);
      atEnd(() -> late.cancel(false));
    }

    /** At once if the answer came, or the client went, while this was begun. */
    private synchronized void atEnd(Runnable end) {
      if (ended) {
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

    /** Never on the caller's thread: the job may be large, and others wait for that thread. */
    private void answer() {
      executor.execute(this::answerNow);
    }

    private void answerNow() {
      if (answered.compareAndSet(false, true)) {
        end();
        byte[] found = read();
        synchronized (this) {
          body = found;
          over = true;
        }
        answer.push();
      }
    }

    private byte[] read() {
      try {
        JobDetails details = jobs.get(owner, id);
        return Envelope.success("Job retrieved.", json -> JobDocument.write(json, details));
      } catch (Refusal e) {
        return ServletFailure.prepare(e, request, response);
      } catch (RuntimeException e) {
        return ServletFailure.prepare(
            Failures.unforeseen(e, TraceId.of(request)), request, response);
      }
    }

    @Override
    public synchronized Optional<byte[]> next() {
      byte[] next = body;
      body = null;
      return Optional.ofNullable(next);
    }

    @Override
    public synchronized boolean isOver() {
      return over;
    }

    @Override
    public void ended(boolean complete) {
      answered.set(true);
      end();
    }

    private synchronized void end() {
      ended = true;
      ends.forEach(Runnable::run);
      ends.clear();
    }
  }
}
