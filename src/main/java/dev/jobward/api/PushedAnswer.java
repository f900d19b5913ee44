package dev.jobward.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An answer that goes out piece by piece as its client takes it, and holds no thread meanwhile.
 * What the client is not ready to take stays with its {@link Source}.
 */
final class PushedAnswer implements WriteListener, AsyncListener {

  /**
   * How long a client that has waited for one answer may take to take it. The server keeps what it
   * has not taken; and if that is a worker's job, it is nobody else's.
   */
  static final Duration TAKING = Duration.ofMinutes(1);

  private static final Logger LOG = Logger.getLogger(PushedAnswer.class.getName());

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Source source;
  private boolean opened;
  private boolean ended;
  private boolean unflushed;

  /** For the client, or at first for the container, which has to let it write. */
  private boolean waiting = true;

  private long waitingSince = System.nanoTime();

  /** Where the pieces come from. It is asked by one thread at a time, and must not block. */
  interface Source {

    /** The next piece; empty if there is none now. */
    Optional<byte[]> next();

    /** Whether no further piece will come, so that the answer may end with those there are. */
    boolean isOver();

    /**
     * Told once.
     *
     * @param complete whether all pieces went out; otherwise the client is gone, or was dropped
     */
    void ended(boolean complete);
  }

  PushedAnswer(AsyncContext context, Source source) throws IOException {
    this.context = context;
    this.source = source;
    this.out = context.getResponse().getOutputStream();
  }

  /** Begins, as soon as the container lets it write. */
  void open() {
    context.addListener(this);
    out.setWriteListener(this);
  }

  /** Whether the client has taken nothing for so long, though there was something. */
  synchronized boolean isStuckFor(Duration patience) {
    return waiting && System.nanoTime() - waitingSince >= patience.toNanos();
  }

  /** Gives the client up, without another word. */
  void drop() {
    close(false);
  }

  @Override
  public void onWritePossible() {
    synchronized (this) {
      opened = true;
    }
    push();
  }

  /**
   * Writes what there is while the client takes it; to be called when there is something new. What
   * is left is written when the container says that it can be.
   */
  void push() {
    try {
      if (pushed()) {
        close(true);
      }
    } catch (IOException | RuntimeException e) {
      // Containers have many ways to say that a client is gone; none is to hold up other clients.
      onError(e);
    }
  }

  /** Whether all has gone out. */
  private synchronized boolean pushed() throws IOException {
    while (opened && !ended) {
      if (!out.isReady()) {
        waitingSince = waiting ? waitingSince : System.nanoTime();
        waiting = true;
        return false;
      }
      waiting = false;
      if (unflushed) {
        // May not be ready then: so it comes round again before the next piece, or the end.
        unflushed = false;
        out.flush();
        continue;
      }
      // Asked first: the last piece may come between the two.
      boolean over = source.isOver();
      Optional<byte[]> piece = source.next();
      if (piece.isEmpty()) {
        return over;
      }
      out.write(piece.get());
      unflushed = true;
    }
    return false;
  }

  private void close(boolean complete) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    source.ended(complete);
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "The answer had ended already", e);
    }
  }

  /** The client is gone, which is how many of these end. */
  @Override
  public void onError(Throwable failure) {
    LOG.log(Level.FINE, "The client of an answer is gone", failure);
    close(false);
  }

  @Override
  public void onError(AsyncEvent event) {
    close(false);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close(false);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    close(false);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Nothing is started again here.
  }
}
