package dev.jobward.execution;

import dev.jobward.job.JobsLater;
import dev.jobward.platform.Loop;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.platform.Stopping;
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
import java.util.function.IntSupplier;

/**
 * Keeps the queue moving where nobody else would: ends attempts whose time is up or whose holder is
 * gone, wherever they run, lets jobs become due, and removes what broken attempts have left. Every
 * node does it for all.
 */
@ApplicationScoped
class Reaper {

  private static final Duration REAP = Duration.ofSeconds(1);

  /** For two heartbeats of every node, and the first tries of workers. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** One step does not go on for ever; the next one follows soon. */
  private static final int BATCHES = 20;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Leases leases;
  private DueJobs dueJobs;
  private LeftoverFiles leftovers;
  private Duration poll;
  private Loop reaping;
  private Loop promoting;
  private boolean away = true;
  private long graceUntil = System.nanoTime();

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Reaper() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  Reaper(Leases leases, DueJobs dueJobs, LeftoverFiles leftovers, Settings settings) {
    this.leases = leases;
    this.dueJobs = dueJobs;
    this.leftovers = leftovers;
    this.poll = settings.duration(Setting.POLL);
    this.reaping = new Loop("Reaping", REAP, this::reapOnce);
    this.promoting = Loop.paced("Making jobs due", REAP, this::promoteOnce);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    reaping.start(executor);
    promoting.start(executor);
  }

  void stop(
      @Observes @Priority(Stopping.JUDGES) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    reaping.stop();
    promoting.stop();
  }

  /**
   * Ends what is over. After a time without a database, or maybe without any server, nobody could
   * renew a lease, so that their holders get a moment to do so before they are taken for dead.
   */
  void reapOnce() {
    boolean wasAway = away;
    away = true;
    all(leases::endTimedOut);
    away = false;
    if (wasAway) {
      graceUntil = System.nanoTime() + GRACE.toNanos();
    }
    if (System.nanoTime() - graceUntil >= 0) {
      all(leases::endLost);
    }
    all(leases::expire);
    leftovers.removeOnce();
  }

  private void all(IntSupplier some) {
    int batches = 0;
    reaping.beat();
    while (some.getAsInt() == AttemptEndings.AT_ONCE && batches < BATCHES) {
      batches++;
      reaping.beat();
    }
  }

  /** Returns after how long the next job's time comes, or it has to be looked at again. */
  Duration promoteOnce() {
    int batches = 0;
    while (dueJobs.promoteOnce() && batches < BATCHES) {
      batches++;
      promoting.beat();
    }
    return dueJobs.untilNext().filter(next -> next.compareTo(poll) < 0).orElse(poll);
  }

  /** One of them may be due before the next look. */
  void jobsLater(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsLater later) {
    promoting.wake();
  }
}
