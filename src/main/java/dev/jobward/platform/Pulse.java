package dev.jobward.platform;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Knows whether the database answers, by a connection of its own.
 *
 * <p>A database that hangs holds whoever asks it, and a pool that looks whether its connections are
 * alive holds whoever wants one, each for as long as a read may take. So nobody asks before the
 * database has just been heard: a request is told within two seconds that it is away, and does not
 * take one of the server's threads for longer.
 */
@ApplicationScoped
public class Pulse {

  private static final Logger LOG = Logger.getLogger(Pulse.class.getName());

  /** What was heard so lately needs not be asked again. */
  private static final Duration FRESH = Duration.ofMillis(10);

  /** How long an answer may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** For who asks without waiting; several times as long as nobody may ask. */
  private static final Duration RECENT = Duration.ofSeconds(5);

  /** How often it is asked though nobody wants to know. */
  private static final Duration IDLE = Duration.ofMillis(500);

  /**
   * How many connections in a row may be cut: that alone does not mean that the database is away.
   */
  private static final int CUTS = 5;

  /** A connection that was cut tells so at once; a database that hangs does not. */
  private static final Duration AT_ONCE = Duration.ofMillis(500);

  private final Semaphore wanted = new Semaphore(0);
  private boolean away;
  private long heardAt = System.nanoTime();
  private volatile boolean beating;
  private volatile boolean stopped;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource dataSource;

  private Loop connecting;

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets executor and data source
  protected Pulse() {
    this.connecting = new Loop("Hearing of the database", IDLE, this::beat);
  }

  @SuppressWarnings("NullAway.Init") // who makes one says where it runs
  Pulse(DataSource dataSource) {
    this();
    this.dataSource = dataSource;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    start(executor);
  }

  void start(ExecutorService threads) {
    beating = true;
    connecting.start(threads);
  }

  void stop(
      @Observes @Priority(Stopping.GROUND) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    stopped = true;
    beating = false;
    connecting.stop();
    wanted.release();
  }

  /**
   * Returns once the database has just been heard; at once where nobody listens for it.
   *
   * @throws DatabaseFailure that {@link DatabaseFailure#isUnavailable} knows, if it is away
   */
  void require() {
    if (beating && !isHeard()) {
      throw new DatabaseFailure(
          new SQLTransientConnectionException("the database does not answer at present"));
    }
  }

  /** Whether the database has answered a moment ago. Waits for nothing. */
  public synchronized boolean isHeardNow() {
    return beating && !away && System.nanoTime() - heardAt < RECENT.toNanos();
  }

  private synchronized boolean isHeard() {
    long now = System.nanoTime();
    if (!away && now - heardAt > FRESH.toNanos()) {
      if (wanted.availablePermits() == 0) {
        wanted.release();
      }
      awaitWord(now);
    }
    return !away;
  }

  /** All who wait are told by one answer, or by the one that does not come. */
  private void awaitWord(long since) {
    long deadline = since + PATIENCE.multipliedBy(2).toNanos();
    try {
      while (!away && heardAt - since < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          // The one who listens is held up itself: by a pool without a connection, most likely.
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void looked(boolean heard) {
    away = !heard;
    heardAt = heard ? System.nanoTime() : heardAt;
    notifyAll();
  }

  /** Asks the database again and again, until it is away or the node stops. */
  private void beat() {
    try {
      int cuts = 0;
      while (!stopped) {
        long heard = heardAt();
        listen(cuts < CUTS);
        cuts = heardAt() == heard ? cuts + 1 : 1;
      }
    } catch (SQLException e) {
      looked(false);
      throw new DatabaseFailure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  /** Until its connection fails, or is cut and that may be. */
  private void listen(boolean mayBeCut) throws SQLException, InterruptedException {
    try (Connection connection = dataSource.getConnection()) {
      long asked = System.nanoTime();
      try (Statement statement = connection.createStatement()) {
        Patience.set(connection, PATIENCE);
        while (!stopped) {
          asked = System.nanoTime();
          connecting.beat();
          statement.execute("select 1");
          looked(true);
          boolean unused = wanted.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (SQLException e) {
        if (!mayBeCut || System.nanoTime() - asked >= AT_ONCE.toNanos()) {
          throw e;
        }
        LOG.log(Level.FINE, "A connection was cut", e);
        // Only closed, it would go back to its pool, which would give it out again.
        connection.abort(Runnable::run);
      }
    }
  }

  private synchronized long heardAt() {
    return heardAt;
  }
}
