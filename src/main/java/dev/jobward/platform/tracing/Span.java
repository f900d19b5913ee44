package dev.jobward.platform.tracing;

import java.util.Optional;

/** A piece of work, as a trace shows it. It belongs to the thread that began it, which ends it. */
public abstract class Span implements AutoCloseable {

  Span() {}

  /** What is to be sent along by who calls others within it; empty where nothing is traced. */
  public abstract Optional<Traceparent> traceparent();

  /** It ended badly. {@code reason} is one of few words, and nothing that a user has written. */
  public abstract void failed(String reason);

  @Override
  public abstract void close();

  /** Where nobody traces: what comes from outside is handed on as it is. */
  static Span none(Optional<Traceparent> parent) {
    return new Span() {
      @Override
      public Optional<Traceparent> traceparent() {
        return parent;
      }

      @Override
      public void failed(String reason) {
        // Nobody looks.
      }

      @Override
      public void close() {
        // Nothing was begun.
      }
    };
  }
}
