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
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs this node's share of the jobs that have a handler: claims as many as there is room for,
 * keeps their leases alive, and has their ends written down. Nodes know nothing of each other.
 */
@ApplicationScoped
class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

  /** Also the delay with which progress is seen; a lease is at least five times as long. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /** More than a claim takes, and less than a database that hangs. */
  private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(2);

  /** What was claimed ahead and cannot begin within this time goes back to the other nodes. */
  private static final Duration BEGIN_PATIENCE = Duration.ofMillis(500);

  /** Of the payloads that one claim brings ahead; the jobs for free places come at any size. */
  private static final long MOST_BYTES_AHEAD = 4 << 20;

  private final String workerId;
  private final AbandonedHandlers abandoned = new AbandonedHandlers();

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Executor handlerThreads;
  private HandlerRegistry handlers;
  private Leases leases;
  private AttemptRunner runner;
  private Places places;
  private HeldAttempts held;
  private CompletionWriter writer;
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
    this.places = new Places(settings.number(Setting.CONCURRENCY), this::run);
    this.claiming = new Loop("Claiming", settings.duration(Setting.POLL), this::claimOnce);
    this.held = new HeldAttempts(claiming::wake);
    this.writer = new CompletionWriter(leases, settings.duration(Setting.LEASE), held::remove);
    this.beating = new Loop("Renewing leases", HEARTBEAT, this::beatOnce);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    startOn(executor);
  }

  void startOn(ExecutorService threads) {
    runHandlersOn(threads);
    claiming.start(threads);
    beating.start(threads);
  }

  void measure(
      @Observes @Initialized(ApplicationScoped.class) Object application, Metrics metrics) {
    metrics.gauge("jobward.handlers.running", "Attempts that this node runs now.", places::busy);
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
    handBackUnbegun(places.takeWaiting());
    held.all().forEach(Attempt::announceServerStop);
    held.awaitNone(settings.duration(Setting.SHUTDOWN));
    handBack(held.all());
    beating.stop();
  }

  void jobsDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsDue due) {
    if (due.concern(handlers.types())) {
      claiming.wake();
    }
  }

  void claimOnce() {
    if (handlers.types().isEmpty() || held.isFull()) {
      return;
    }
    int room = Math.min(places.room(), held.room());
    if (room <= 0) {
      return;
    }
    boolean isAhead = room > settings.number(Setting.CONCURRENCY);
    List<Lease> claimed =
        leases.claim(
            new Claim(
                workerId,
                handlers.types(),
                room,
                isAhead ? MOST_BYTES_AHEAD : Long.MAX_VALUE,
                settings.duration(Setting.LEASE)));
    List<Attempt> attempts = claimed.stream().map(Attempt::new).toList();
    if (stopping) {
      handBack(attempts);
      return;
    }
    held.add(attempts);
    handBackUnbegun(places.run(attempts, handlerThreads));
    if (claimed.size() == room && places.isLow()) {
      claiming.wake();
    }
  }

  /** Answers whether the attempt was not given up meanwhile, and its place with it. */
  private boolean run(Attempt attempt) {
    Optional<Completion> completion = runner.run(attempt);
    if (attempt.isGivenUp()) {
      abandoned.ended(attempt);
      // Whether it counts is for the lease to say; nobody waits for the answer.
      completion.ifPresent(late -> writer.write(attempt, late, handlerThreads));
      return false;
    }
    if (completion.isPresent()) {
      writer.write(attempt, completion.get(), handlerThreads);
    } else {
      held.remove(attempt);
    }
    if (places.isLow()) {
      claiming.wake();
    }
    return true;
  }

  /** Renews the leases of what runs, and tells those handlers to stop that are to. */
  void beatOnce() {
    List<Attempt> attempts = held.all().stream().filter(Dispatcher::isWorthABeat).toList();
    if (!attempts.isEmpty()) {
      Map<JobId, Held> beats = leases.heartbeat(attempts.stream().map(this::beat).toList());
      for (Attempt attempt : attempts) {
        Optional<Held> renewed = Optional.ofNullable(beats.get(attempt.lease().jobId()));
        if (renewed.isEmpty()) {
          attempt.lost();
        } else if (renewed.get().cancelRequested()) {
          attempt.cancel();
        }
      }
    }
    abandonThoseThatDoNotStop();
    handBackUnbegun(places.takeOverdue(BEGIN_PATIENCE));
  }

  /** What was just claimed ahead, or is just being written down, is renewed the next time. */
  private static boolean isWorthABeat(Attempt attempt) {
    return !attempt.isLost()
        && (attempt.runner().isPresent() || attempt.isOlderThan(HEARTBEAT.dividedBy(2)));
  }

  /** Of which no handler has heard. */
  private void handBackUnbegun(List<Attempt> attempts) {
    handBack(attempts);
    attempts.forEach(held::remove);
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
    for (Attempt attempt : held.all()) {
      if (attempt.ignoresStopFor(patience) && attempt.giveUp(() -> giveUp(attempt))) {
        if (attempt.isCancelRequested()) {
          endCancelled(attempt);
        }
        claiming.wake();
      }
    }
  }

  private void giveUp(Attempt attempt) {
    held.remove(attempt);
    abandoned.add(attempt);
    places.giveUpOne();
  }

  private void endCancelled(Attempt attempt) {
    Lease lease = attempt.lease();
    leases.fail(
        List.of(
            new Failure(
                lease.jobId(), lease.token(), AttemptRunner.CANCELLED, true, Duration.ZERO)));
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
