package dev.jobward.platform;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import javax.transaction.xa.XAException;

/** A statement that failed. Its message is for the log, never for a client. */
public final class DatabaseFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DatabaseFailure(SQLException cause) {
    super(cause);
  }

  /** The same for another thread that is told of it. */
  DatabaseFailure again() {
    return getCause() instanceof SQLException cause ? new DatabaseFailure(cause) : this;
  }

  /**
   * Whether the database could not be reached, so that the same call may succeed later. Looks
   * through the causes: servers and JPA wrap what the driver threw.
   */
  public static boolean isUnavailable(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof SQLException sql && isUnavailable(sql)) {
        return true;
      }
      if (isBrokenCommit(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /**
   * Nothing is left to the commit that could be refused then: so the connection broke, before the
   * commit or after it. One of the servers says so in what it suppresses.
   */
  private static boolean isBrokenCommit(Throwable failure) {
    return failure instanceof XAException
        || Arrays.stream(failure.getSuppressed()).anyMatch(XAException.class::isInstance);
  }

  /** Whether others who wanted the same rows stood in the way, so that nothing was changed. */
  public boolean isDeadlock() {
    return getCause() instanceof SQLException sql && "40P01".equals(sql.getSQLState());
  }

  private static boolean isUnavailable(SQLException failure) {
    if (failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException) {
      return true;
    }
    String state = failure.getSQLState();
    if (state == null) {
      // A pool that found no connection in time has no SQL state; a statement that failed always
      // has.
      return true;
    }
    // 08: connection; 53: out of resources; 57P: shut down, crashed or starting up.
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
  }
}
