package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobsAdded;
import dev.jobward.platform.Loop;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs this node's share of the jobs: claims as many as there is room for, keeps their leases
 * alive, and ends what other nodes have left behind. Nodes know nothing of each other.
 */
@ApplicationScoped
class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

  /** Also the delay with which progress is seen; a lease is at least five times as long. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private static final Duration REAP = Duration.ofSeconds(1);

  private final String workerId = "node-" + UUID.randomUUID();
  private final Map<LeaseToken, Attempt> running = new ConcurrentHashMap<>();
  private final Semaphore ended = new Semaphore(0);

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private HandlerRegistry handlers;
  private LeaseRepository leases;
  private AttemptEndings endings;
  private AttemptRunner runner;
  private LeftoverFiles leftovers;
  private Settings settings;
  private Loop claiming;
  private Loop beating;
  private Loop reaping;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Dispatcher() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  Dispatcher(
      HandlerRegistry handlers,
      LeaseRepository leases,
      AttemptEndings endings,
      AttemptRunner runner,
      LeftoverFiles leftovers,
      Settings settings) {
    this.handlers = handlers;
    this.leases = leases;
    this.endings = endings;
    this.runner = runner;
    this.leftovers = leftovers;
    this.settings = settings;
    this.claiming = new Loop("claiming", settings.duration(Setting.POLL), this::claimOnce);
    this.beating = new Loop("renewing leases", HEARTBEAT, this::beatOnce);
    this.reaping = new Loop("reaping", REAP, this::reapOnce);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    claiming.start(executor);
    beating.start(executor);
    reaping.start(executor);
  }

  /**
   * Claims nothing more, gives running handlers their time, and hands back the jobs of those that
   * need longer: another node, or this one when it is back, has them at once. Leases are renewed
   * until the end.
   */
  @PreDestroy
  void stop() {
    claiming.stop();
    reaping.stop();
    running.values().forEach(Attempt::announceServerStop);
    awaitIdle(settings.duration(Setting.SHUTDOWN));
    running.values().forEach(this::handBack);
    beating.stop();
  }

  void jobsAdded(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsAdded added) {
    if (handlers.types().contains(added.type())) {
      claiming.wake();
    }
  }

  void claimOnce() {
    int room = settings.number(Setting.CONCURRENCY) - running.size();
    if (room <= 0 || handlers.types().isEmpty()) {
      return;
    }
    List<Lease> claimed =
        leases.claim(workerId, handlers.types(), room, settings.duration(Setting.LEASE));
    claimed.forEach(lease -> execute(new Attempt(lease)));
    if (claimed.size() == room) {
      claiming.wake();
    }
  }

  private void execute(Attempt attempt) {
    running.put(attempt.lease().token(), attempt);
    try {
      executor.execute(() -> run(attempt));
    } catch (RejectedExecutionException e) {
      running.remove(attempt.lease().token());
      handBack(attempt);
    }
  }

  private void run(Attempt attempt) {
    try {
      runner.run(attempt);
    } finally {
      running.remove(attempt.lease().token());
      ended.release();
      claiming.wake();
    }
  }

  void beatOnce() {
    List<Attempt> attempts = List.copyOf(running.values());
    if (attempts.isEmpty()) {
      return;
    }
    List<Heartbeat> beats =
        attempts.stream()
            .map(
                attempt ->
                    new Heartbeat(
                        attempt.lease().jobId(), attempt.lease().token(), attempt.takeProgress()))
            .toList();
    Map<JobId, Boolean> held = leases.heartbeat(beats, settings.duration(Setting.LEASE));
    for (Attempt attempt : attempts) {
      // Missing: the lease is lost. True: somebody asked for a cancel.
      if (held.getOrDefault(attempt.lease().jobId(), true)) {
        attempt.requestStop();
      }
    }
  }

  void reapOnce() {
    int ended =
        endings.endTimedOut(BackOff.of(settings)).size()
            + endings.endLost().size()
            + endings.expire().size();
    if (ended > 0) {
      claiming.wake();
    }
    leftovers.removeOnce();
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

  private void handBack(Attempt attempt) {
    try {
      endings.handBack(attempt.lease().jobId(), attempt.lease().token());
    } catch (LeaseLost e) {
      // It ended at the last moment.
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          e,
          () -> "job " + attempt.lease().jobId() + " is not handed back; its lease runs out");
    } finally {
      attempt.requestStop();
    }
  }
}
