package dev.jobward.execution;

import dev.jobward.job.JobType;
import dev.jobward.job.JobsDue;
import dev.jobward.platform.Loop;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
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

  /** In the order in which they came. */
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private WorkerJobs jobs;
  private Loop claiming;
  private volatile boolean stopped;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected WaitingWorkers() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  WaitingWorkers(WorkerJobs jobs) {
    this.jobs = jobs;
    this.claiming = new Loop("Claiming for waiting workers", LOOK, this::claimOnce);
  }

  /** Is told once how the wait has ended. */
  public interface Worker {

    /**
     * The jobs it was given; none if the time is over.
     *
     * @return whether the worker could still be told
     */
    boolean take(List<ClaimedJob> claimed);

    /** The jobs could not be asked for. */
    void fail(RuntimeException failure);
  }

  /** One worker's wait. */
  public final class Waiting {

    private final Claim claim;
    private final Worker worker;
    private boolean served;
    private boolean timeUp;
    private boolean over;

    private Waiting(Claim claim, Worker worker) {
      this.claim = claim;
      this.worker = worker;
    }

    /** Its time is up. While a claim is made for it, that is how it ends. */
    public void end() {
      if (timeIsUp()) {
        close(() -> worker.take(List.of()));
      }
    }

    private synchronized boolean timeIsUp() {
      timeUp = true;
      return !served && !over;
    }

    private synchronized boolean begin() {
      if (served || over) {
        return false;
      }
      served = true;
      return true;
    }

    /** Nothing was found: it goes on waiting, unless its time was up meanwhile. */
    private void foundNothing() {
      synchronized (this) {
        served = false;
      }
      if (timeUp) {
        close(() -> worker.take(List.of()));
      }
    }

    /** Never on the thread that claims: an answer may be slow to write. */
    private void close(Runnable answer) {
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
      }
      queue.remove(this);
      executor.execute(answer);
    }
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    claiming.start(executor);
  }

  /** Nobody is left waiting for a server that stops. */
  @PreDestroy
  void stop() {
    stopped = true;
    claiming.stop();
    queue.forEach(Waiting::end);
  }

  /** Waits for what this claim asks for, until that is ended. */
  public Waiting await(Claim claim, Worker worker) {
    Waiting waiting = new Waiting(claim, worker);
    queue.add(waiting);
    if (stopped) {
      waiting.end();
    }
    // Work may have come since the worker was told that there is none.
    claiming.wake();
    return waiting;
  }

  void jobsDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsDue due) {
    if (queue.stream().anyMatch(waiting -> due.concern(waiting.claim.types()))) {
      claiming.wake();
    }
  }

  void claimOnce() {
    Set<Set<JobType>> drained = new HashSet<>();
    for (Waiting waiting : queue) {
      // Where one found nothing, the next one who asks for the same would not either.
      if (!drained.contains(waiting.claim.types()) && waiting.begin() && !serve(waiting)) {
        drained.add(waiting.claim.types());
      }
    }
  }

  /** Whether there was something. */
  private boolean serve(Waiting waiting) {
    List<ClaimedJob> claimed;
    try {
      claimed = jobs.claim(waiting.claim);
    } catch (RuntimeException e) {
      // Whoever waits is told now: at the end of a long wait it would take that for "no work".
      queue.forEach(other -> other.close(() -> other.worker.fail(e)));
      throw e;
    }
    if (claimed.isEmpty()) {
      waiting.foundNothing();
      return false;
    }
    waiting.close(() -> give(waiting.worker, claimed));
    return true;
  }

  private void give(Worker worker, List<ClaimedJob> claimed) {
    if (!worker.take(claimed)) {
      jobs.handBack(claimed);
    }
  }
}
