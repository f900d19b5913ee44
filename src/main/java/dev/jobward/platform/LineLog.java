package dev.jobward.platform;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes one line for each of many events at level INFO. The record names where it comes from: of
 * one that does not, the server's formatter would search the stack for it, which takes longer than
 * all the rest.
 */
public final class LineLog {

  private final Logger logger;
  private final String event;

  /**
   * A log of one kind of events.
   *
   * @param name not a class's: it stands in the administrator's configuration
   * @param event what has happened, in one word
   */
  public LineLog(String name, String event) {
    this.logger = Logger.getLogger(name);
    this.event = event;
  }

  /** One line more, if anybody reads it. */
  public void write(Supplier<String> line) {
    if (logger.isLoggable(Level.INFO)) {
      logger.logp(Level.INFO, logger.getName(), event, line.get());
    }
  }
}
