package dev.jobward.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How long a thread waits for one answer of the database. Without a bound, a database that hangs,
 * or whose host is gone, would be waited for for ever.
 */
public final class Patience {

  private static final Logger LOG = Logger.getLogger(Patience.class.getName());

  /** Of a request, whose client is to be told within five seconds. */
  private static final Duration REQUEST = Duration.ofSeconds(4);

  /** Of the server's own loops. */
  private static final Duration LOOP = Duration.ofSeconds(10);

  /** Of a handler, whose statements may be large. */
  private static final Duration HANDLER = Duration.ofMinutes(1);

  /** Of a pool that looks whether a connection is alive, before anybody has it. */
  private static final Duration POOL = Duration.ofMillis(2_500);

  private static final ThreadLocal<Duration> OF_THREAD = ThreadLocal.withInitial(() -> LOOP);

  private Patience() {}

  /** This thread works for a request, until {@link #ofLoop}. */
  public static void ofRequest() {
    OF_THREAD.set(REQUEST);
  }

  /** This thread runs a handler, until {@link #ofLoop}. */
  public static void ofHandler() {
    OF_THREAD.set(HANDLER);
  }

  /** This thread does nothing special any more. */
  public static void ofLoop() {
    OF_THREAD.remove();
  }

  /** Gives this thread's patience to a connection that it is about to use. */
  public static void begin(Connection connection) throws SQLException {
    set(connection, OF_THREAD.get());
  }

  /** Takes it back before the connection goes to its pool; a broken one is the pool's to find. */
  public static void end(Connection connection) {
    try {
      if (!connection.isClosed()) {
        set(connection, POOL);
      }
    } catch (SQLException e) {
      LOG.log(Level.FINE, "A connection is broken", e);
    }
  }

  static void set(Connection connection, Duration patience) throws SQLException {
    // The driver has no use for the executor.
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
  }
}
