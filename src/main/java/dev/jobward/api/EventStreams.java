package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobWatch;
import dev.jobward.platform.Loop;
import dev.jobward.platform.Stopping;
import dev.jobward.platform.metrics.Metrics;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All streams of events of this node: keeps them alive, and ends those whose time has come. */
@ApplicationScoped
public class EventStreams {

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** So long without an event a comment line says that the stream is alive. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** A client that takes nothing for so long is dropped. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<EventStream, JobWatch.Watching> streams = new ConcurrentHashMap<>();

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private JobWatch watch;
  private Clock clock;
  private Loop looking;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected EventStreams() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  EventStreams(JobWatch watch, Clock clock) {
    this.watch = watch;
    this.clock = clock;
    this.looking = new Loop("Looking after event streams", LOOK, this::lookOnce);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    looking.start(executor);
  }

  void measure(
      @Observes @Initialized(ApplicationScoped.class) Object application, Metrics metrics) {
    metrics.gauge("jobward.events.streams", "Streams of events that are open.", streams::size);
  }

  void stop(
      @Observes @Priority(Stopping.WAITERS) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    looking.stop();
    streams.keySet().forEach(EventStream::finish);
  }

  /** Begins a stream with the job as it is; it goes on until the job is final. */
  void open(AsyncContext context, Job job, Instant expiry) throws IOException {
    EventStream stream = new EventStream(context, job, expiry, this::ended);
    if (!job.status().isFinal()) {
      streams.put(stream, watch.watch(job.id(), job.version(), stream));
    }
    stream.open();
  }

  private void ended(EventStream stream) {
    JobWatch.Watching watching = streams.remove(stream);
    if (watching != null) {
      watching.end();
    }
  }

  void lookOnce() {
    Instant now = clock.instant();
    streams.keySet().forEach(stream -> stream.check(now, SILENCE, PATIENCE));
  }
}
