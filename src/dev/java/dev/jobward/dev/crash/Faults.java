package dev.jobward.dev.crash;

import dev.jobward.dev.EmbeddedDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Breaks something every few seconds, each kind of fault as often as the others. */
final class Faults {

  /** What is broken. */
  enum Fault {
    KILL_SERVER,
    FREEZE_WORKER,
    CRASH_DATABASE,
    DROP_CONNECTIONS,
    WRONG_CLOCK
  }

  private static final int SHORTEST_PAUSE_MILLIS = 1_500;
  private static final int LONGEST_PAUSE_MILLIS = 5_000;

  /** Longer than the worker's lease, and long enough for another to finish its job. */
  private static final int FREEZE_MILLIS = 8_000;

  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Nodes nodes;
  private final Workers workers;
  private final EmbeddedDatabase database;
  private final LeaseLog log;
  private final Map<Fault, Integer> made = new EnumMap<>(Fault.class);
  private final List<Fault> next = new ArrayList<>();
  private final List<CompletableFuture<Void>> thaws = new ArrayList<>();

  Faults(Nodes nodes, Workers workers, EmbeddedDatabase database, LeaseLog log) {
    this.nodes = nodes;
    this.workers = workers;
    this.database = database;
    this.log = log;
  }

  /** How many of each there were. */
  Map<Fault, Integer> made() {
    return made;
  }

  /** Goes on until the time is over, and then until everything runs again. */
  void runFor(long millis) throws InterruptedException, SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() - end < 0) {
      pause(SHORTEST_PAUSE_MILLIS + random.nextInt(LONGEST_PAUSE_MILLIS - SHORTEST_PAUSE_MILLIS));
      breakSomething();
    }
    thaws.forEach(CompletableFuture::join);
    nodes.awaitAll();
  }

  private void breakSomething() throws InterruptedException, SQLException {
    Fault fault = draw();
    if (isOfServers(fault) && !nodes.areAllReady()) {
      // Two servers that are up are needed to tell who takes over.
      next.add(fault);
      return;
    }
    made.merge(fault, 1, Integer::sum);
    System.out.println("  " + fault);
    switch (fault) {
      case KILL_SERVER -> kill("");
      case WRONG_CLOCK -> kill(random.nextBoolean() ? "+3600s" : "-3600s");
      case FREEZE_WORKER -> freeze(random.nextInt(workers.count()));
      case CRASH_DATABASE -> {
        log.fault("CRASH_DATABASE");
        database.crashAndRecover();
      }
      case DROP_CONNECTIONS -> {
        log.fault("DROP_CONNECTIONS");
        database.dropConnections();
      }
    }
  }

  /** Each kind once in an order at random, and again. */
  private Fault draw() {
    if (next.isEmpty()) {
      Collections.addAll(next, Fault.values());
      if (Nodes.faketime().isEmpty()) {
        next.remove(Fault.WRONG_CLOCK);
      }
      Collections.shuffle(next);
    }
    return next.remove(0);
  }

  private static boolean isOfServers(Fault fault) {
    return fault == Fault.KILL_SERVER || fault == Fault.WRONG_CLOCK;
  }

  private void kill(String clockOffset) throws SQLException {
    int index = random.nextInt(nodes.urls().size());
    log.fault("KILL_SERVER");
    nodes.kill(index);
    nodes.restart(index, clockOffset);
  }

  private void freeze(int index) {
    workers.freeze(index);
    thaws.add(
        CompletableFuture.runAsync(
            () -> workers.thaw(index),
            CompletableFuture.delayedExecutor(FREEZE_MILLIS, TimeUnit.MILLISECONDS)));
  }

  private static void pause(long millis) throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }
}
