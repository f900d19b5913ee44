package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobsAdded;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs this node's share of the jobs: claims as many as there is room for, keeps their leases
 * alive, and ends what other nodes have left behind. Nodes know nothing of each other.
 */
@ApplicationScoped
class Dispatcher {

  private static final int MAX_RUNNING = 16;
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration REAP = Duration.ofSeconds(1);

  private final String workerId = "node-" + UUID.randomUUID();
  private final Map<LeaseToken, Attempt> running = new ConcurrentHashMap<>();
  private final Loop claiming = new Loop("claiming", POLL, this::claimOnce);
  private final Loop beating = new Loop("renewing leases", HEARTBEAT, this::beatOnce);
  private final Loop reaping = new Loop("reaping", REAP, this::reapOnce);

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  @Inject private HandlerRegistry handlers;
  @Inject private LeaseRepository leases;
  @Inject private AttemptRunner runner;

  @SuppressWarnings("NullAway.Init") // the container sets the fields
  Dispatcher() {}

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    claiming.start(executor);
    beating.start(executor);
    reaping.start(executor);
  }

  @PreDestroy
  void stop() {
    claiming.stop();
    beating.stop();
    reaping.stop();
    running.values().forEach(Attempt::requestStop);
  }

  void jobsAdded(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsAdded added) {
    if (handlers.types().contains(added.type())) {
      claiming.wake();
    }
  }

  void claimOnce() {
    int room = MAX_RUNNING - running.size();
    if (room <= 0 || handlers.types().isEmpty()) {
      return;
    }
    List<Lease> claimed = leases.claim(workerId, handlers.types(), room, LEASE);
    for (Lease lease : claimed) {
      Attempt attempt = new Attempt(lease);
      running.put(lease.token(), attempt);
      executor.execute(() -> run(attempt));
    }
    if (claimed.size() == room) {
      claiming.wake();
    }
  }

  private void run(Attempt attempt) {
    try {
      runner.run(attempt);
    } finally {
      running.remove(attempt.lease().token());
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
    Map<JobId, Boolean> held = leases.heartbeat(beats, LEASE);
    for (Attempt attempt : attempts) {
      // Missing: the lease is lost. True: somebody asked for a cancel.
      if (held.getOrDefault(attempt.lease().jobId(), true)) {
        attempt.requestStop();
      }
    }
  }

  void reapOnce() {
    int ended =
        leases.endTimedOut(BackOff.DEFAULT).size()
            + leases.endLost().size()
            + leases.expire().size();
    if (ended > 0) {
      claiming.wake();
    }
  }
}
