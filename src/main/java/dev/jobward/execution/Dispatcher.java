package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobsDue;
import dev.jobward.platform.Loop;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.platform.Stopping;
import dev.jobward.platform.metrics.Metrics;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs this node's share of the jobs that have a handler: claims as many as there is room for, and
 * keeps their leases alive. Nodes know nothing of each other.
 */
@ApplicationScoped
class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

  /** Also the delay with which progress is seen; a lease is at least five times as long. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /** More than a claim takes, and less than a database that hangs. */
  private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(2);

  private final String workerId;
  private final Map<LeaseToken, Attempt> running = new ConcurrentHashMap<>();
  private final AbandonedHandlers abandoned = new AbandonedHandlers();
  private final Semaphore ended = new Semaphore(0);

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Executor handlerThreads;
  private HandlerRegistry handlers;
  private Leases leases;
  private AttemptRunner runner;
  private Settings settings;
  private Loop claiming;
  private Loop beating;
  private volatile boolean stopping;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Dispatcher() {
    this.workerId = "";
  }

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor, and start the threads
  Dispatcher(
      HandlerRegistry handlers,
      Leases leases,
      AttemptRunner runner,
      Presence presence,
      Settings settings) {
    this.workerId = presence.nodeName();
    this.handlers = handlers;
    this.leases = leases;
    this.runner = runner;
    this.settings = settings;
    this.claiming = new Loop("Claiming", settings.duration(Setting.POLL), this::claimOnce);
    this.beating = new Loop("Renewing leases", HEARTBEAT, this::beatOnce);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    runHandlersOn(executor);
    claiming.start(executor);
    beating.start(executor);
  }

  void measure(
      @Observes @Initialized(ApplicationScoped.class) Object application, Metrics metrics) {
    metrics.gauge("jobward.handlers.running", "Attempts that this node runs now.", running::size);
    metrics.gauge(
        "jobward.handlers.places",
        "How many attempts this node may run at once.",
        () -> settings.number(Setting.CONCURRENCY));
    metrics.gauge(
        "jobward.handlers.abandoned",
        "Threads of handlers that go on though they were given up.",
        abandoned::count);
  }

  /** Before the first step. */
  void runHandlersOn(Executor threads) {
    handlerThreads = threads;
  }

  /**
   * Claims nothing more, gives running handlers their time, and hands back the jobs of those that
   * need longer: another node, or this one when it is back, has them at once. Leases are renewed
   * until the end.
   */
  void stop(
      @Observes @Priority(Stopping.WORK) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    stopping = true;
    claiming.stop();
    // What a claim gives that is under way is handed back below, if it is not done by then.
    claiming.awaitEnd(CLAIM_PATIENCE);
    running.values().forEach(Attempt::announceServerStop);
    awaitIdle(settings.duration(Setting.SHUTDOWN));
    handBack(List.copyOf(running.values()));
    beating.stop();
  }

  void jobsDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsDue due) {
    if (due.concern(handlers.types())) {
      claiming.wake();
    }
  }

  void claimOnce() {
    int room = settings.number(Setting.CONCURRENCY) - running.size();
    if (room <= 0 || handlers.types().isEmpty()) {
      return;
    }
    List<Lease> claimed =
        leases.claim(
            new Claim(
                workerId,
                handlers.types(),
                room,
                Long.MAX_VALUE,
                settings.duration(Setting.LEASE)));
    List<Attempt> attempts = claimed.stream().map(Attempt::new).toList();
    if (stopping) {
      handBack(attempts);
    } else {
      attempts.forEach(this::execute);
    }
  }

  private void execute(Attempt attempt) {
    running.put(attempt.lease().token(), attempt);
    try {
      handlerThreads.execute(() -> run(attempt));
    } catch (RejectedExecutionException e) {
      running.remove(attempt.lease().token());
      handBack(List.of(attempt));
    }
  }

  private void run(Attempt attempt) {
    try {
      runner.run(attempt);
    } finally {
      if (running.remove(attempt.lease().token()) == null) {
        abandoned.ended(attempt);
      }
      if (stopping) {
        ended.release();
      }
      claiming.wake();
    }
  }

  /** Renews the leases of what runs, and tells those handlers to stop that are to. */
  void beatOnce() {
    List<Attempt> attempts =
        running.values().stream().filter(attempt -> !attempt.isLost()).toList();
    if (!attempts.isEmpty()) {
      Map<JobId, Held> held = leases.heartbeat(attempts.stream().map(this::beat).toList());
      for (Attempt attempt : attempts) {
        Optional<Held> renewed = Optional.ofNullable(held.get(attempt.lease().jobId()));
        if (renewed.isEmpty()) {
          attempt.lost();
        } else if (renewed.get().cancelRequested()) {
          attempt.cancel();
        }
      }
    }
    abandonThoseThatDoNotStop();
  }

  private Heartbeat beat(Attempt attempt) {
    return new Heartbeat(
        attempt.lease().jobId(),
        attempt.lease().token(),
        settings.duration(Setting.LEASE),
        attempt.takeProgress());
  }

  /** Their places are free again; the threads cannot be had back, but the node goes on. */
  private void abandonThoseThatDoNotStop() {
    Duration patience = settings.duration(Setting.ABANDON);
    for (Attempt attempt : List.copyOf(running.values())) {
      if (attempt.ignoresStopFor(patience) && running.remove(attempt.lease().token()) != null) {
        abandoned.add(attempt);
        if (attempt.isCancelRequested()) {
          endCancelled(attempt);
        }
        claiming.wake();
      }
    }
  }

  private void endCancelled(Attempt attempt) {
    Lease lease = attempt.lease();
    leases.fail(
        List.of(
            new Failure(
                lease.jobId(), lease.token(), AttemptRunner.CANCELLED, true, Duration.ZERO)));
  }

  private void awaitIdle(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!running.isEmpty()) {
        if (!ended.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handBack(Collection<Attempt> attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    try {
      leases.handBack(attempts.stream().map(Attempt::lease).toList());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "Jobs are not handed back; their leases run out");
    } finally {
      attempts.forEach(Attempt::lost);
    }
  }
}
