package dev.jobward.execution;

import dev.jobward.job.JobType;
import dev.jobward.job.JobsDue;
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
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Workers that wait for work. None of them holds a thread or a connection: one loop claims for all,
 * for who has waited longest first. It does so as soon as work arrives on any node, and looks once
 * a second in any case.
 */
@ApplicationScoped
public class WaitingWorkers {

  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * Before jobs are claimed for those who wait, these are asked whether they are there, and whoever
   * is not has so long to be found out. A job would else be given to nobody, and have to wait for
   * its lease to run out.
   */
  private static final Duration PROBE = Duration.ofMillis(5);

  /** The first one makes the other end say that it is closed, the second one hears of it. */
  private static final int PROBES = 2;

  private static final Duration PROBE_GOOD_FOR = Duration.ofMillis(100);

  /** In the order in which they came. */
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private WorkerJobs jobs;
  private Loop claiming;
  private volatile boolean stopped;
  private long probedAt = System.nanoTime() - PROBE_GOOD_FOR.toNanos();
  private int probes;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected WaitingWorkers() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  WaitingWorkers(WorkerJobs jobs) {
    this.jobs = jobs;
    this.claiming = Loop.paced("Claiming for waiting workers", LOOK, this::claimOnce);
  }

  /** Who waits. Called one at a time, and not to be held up. */
  public interface Worker {

    /** There is nothing yet. Finds out, too, whether the worker is there still. */
    void keepWaiting();

    /** Whether it is known not to be there any more. */
    boolean isGone();

    /** The jobs it is given, or none because its time is over. This ends the wait. */
    void take(List<ClaimedJob> claimed);
  }

  /** One worker's wait. */
  private static final class Waiting {

    private final Claim claim;
    private final Worker worker;
    private final long deadline;

    private Waiting(Claim claim, Duration patience, Worker worker) {
      this.claim = claim;
      this.worker = worker;
      this.deadline = System.nanoTime() + patience.toNanos();
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    claiming.start(executor);
  }

  void measure(
      @Observes @Initialized(ApplicationScoped.class) Object application, Metrics metrics) {
    metrics.gauge("jobward.workers.waiting", "Claims of workers that wait for work.", queue::size);
  }

  /** Nobody is left waiting for a server that stops. */
  void stop(
      @Observes @Priority(Stopping.WAITERS) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    claiming.stop();
    stopped = true;
    endAll();
  }

  /** Waits so long for what this claim asks for. */
  public void await(Claim claim, Duration patience, Worker worker) {
    queue.add(new Waiting(claim, patience, worker));
    if (stopped) {
      endAll();
    }
    // Work may have come since the worker was told that there is none.
    claiming.wake();
  }

  private void endAll() {
    for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      waiting.worker.take(List.of());
    }
  }

  void jobsDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsDue due) {
    if (queue.stream().anyMatch(waiting -> due.concern(waiting.claim.types()))) {
      claiming.wake();
    }
  }

  /** Claims for those who are there. Returns when to come again. */
  Duration claimOnce() {
    if (queue.isEmpty()) {
      return LOOK;
    }
    long sinceProbe = System.nanoTime() - probedAt;
    if (sinceProbe < PROBE.toNanos()) {
      return PROBE;
    }
    if (sinceProbe >= PROBE_GOOD_FOR.toNanos()) {
      probes = 0;
    }
    if (probes < PROBES) {
      probes++;
      probedAt = System.nanoTime();
      queue.forEach(waiting -> waiting.worker.keepWaiting());
      return PROBE;
    }
    return serveAll();
  }

  private Duration serveAll() {
    Set<Set<JobType>> drained = new HashSet<>();
    Duration next = LOOK;
    for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
      Waiting waiting = all.next();
      // Where one found nothing, the next one who asks for the same would not either.
      if (waiting.worker.isGone()
          || (drained.add(waiting.claim.types()) && serve(waiting, drained))) {
        all.remove();
      } else if (waiting.left().isZero()) {
        all.remove();
        waiting.worker.take(List.of());
      } else if (waiting.left().compareTo(next) < 0) {
        next = waiting.left();
      }
    }
    // Rounded up: a wait of 0 ms would make this loop spin.
    return next.plusMillis(1);
  }

  /** Whether there was something, so that there may be more for the next one. */
  private boolean serve(Waiting waiting, Set<Set<JobType>> drained) {
    List<ClaimedJob> claimed;
    try {
      claimed = jobs.claim(waiting.claim);
    } catch (RuntimeException e) {
      // Whoever waits comes again and is told what is wrong, sooner than after a long wait.
      endAll();
      throw e;
    }
    if (claimed.isEmpty()) {
      return false;
    }
    drained.remove(waiting.claim.types());
    waiting.worker.take(claimed);
    return true;
  }
}
