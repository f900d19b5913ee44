package dev.jobward.platform;

import jakarta.interceptor.Interceptor;

/**
 * The order in which parts of a node stop, as priorities of observers of {@code
 * BeforeDestroyed(ApplicationScoped)}. Not {@code PreDestroy}: that has no order, and when it comes
 * one of the servers loads no more classes for the application.
 */
public final class Stopping {

  /** Nobody is taken for dead any more: this node may be why nothing is heard of them. */
  public static final int JUDGES = Interceptor.Priority.APPLICATION;

  /** Whoever waits for something is told, and may go to another node. */
  public static final int WAITERS = JUDGES + 100;

  /** Work that runs is finished or handed back. */
  public static final int WORK = WAITERS + 100;

  /** Loops that nobody waits for. */
  public static final int LOOPS = WORK + 100;

  /** What the others stand on. */
  public static final int GROUND = LOOPS + 100;

  private Stopping() {}
}
