package dev.jobward.execution;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class writes to the log while this is open; nothing of it is printed. */
final class LogRecords implements AutoCloseable {

  private final Logger logger;
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final Handler handler = new Keeper();

  private LogRecords(Logger logger) {
    this.logger = logger;
  }

  static LogRecords of(Class<?> writer) {
    return of(writer.getName());
  }

  static LogRecords of(String logger) {
    LogRecords records = new LogRecords(Logger.getLogger(logger));
    records.logger.addHandler(records.handler);
    records.logger.setUseParentHandlers(false);
    return records;
  }

  List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private final class Keeper extends Handler {

    @Override
    public void publish(LogRecord line) {
      texts.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
