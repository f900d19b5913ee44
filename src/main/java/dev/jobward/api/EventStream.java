package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobWatch;
import dev.jobward.json.JobDocument;
import dev.jobward.json.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream of one job's events. It holds no thread: what the client is not ready to take
 * waits here, and of the job that is its latest state alone.
 */
final class EventStream implements JobWatch.Watcher, WriteListener, AsyncListener {

  private static final Logger LOG = Logger.getLogger(EventStream.class.getName());

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Instant expiry;
  private final Consumer<EventStream> onEnd;
  private @Nullable Job unsent;
  private boolean opened;
  private boolean commentDue;
  private boolean ending;
  private boolean ended;
  private long stirredAt = System.nanoTime();
  private long waitingSince;
  private boolean waiting;

  /**
   * A stream that is not open yet.
   *
   * @param expiry when the client's token expires, and the stream ends
   * @param onEnd is told once when it has ended, however it did
   */
  EventStream(AsyncContext context, Instant expiry, Consumer<EventStream> onEnd)
      throws IOException {
    this.context = context;
    this.out = context.getResponse().getOutputStream();
    this.expiry = expiry;
    this.onEnd = onEnd;
  }

  /** Begins with the job as it is, as soon as the container lets it write. */
  void open(Job job) {
    changed(job);
    context.addListener(this);
    out.setWriteListener(this);
  }

  @Override
  public synchronized void changed(Job job) {
    unsent = job;
    ending |= job.status().isFinal();
    push();
  }

  @Override
  public synchronized void gone() {
    ending = true;
    push();
  }

  /** No more events: the server stops, or the client's token has expired. */
  synchronized void finish() {
    ending = true;
    push();
  }

  /** Writes a comment if there was nothing to write for so long. */
  synchronized void stayAlive(Duration silence) {
    if (System.nanoTime() - stirredAt >= silence.toNanos()) {
      commentDue = true;
      push();
    }
  }

  synchronized boolean isOver() {
    return ended;
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(expiry);
  }

  /** Whether the client has taken nothing for so long, though there was something. */
  synchronized boolean isStuckFor(Duration patience) {
    return waiting && System.nanoTime() - waitingSince >= patience.toNanos();
  }

  /** The client is given up, without another word. */
  void drop() {
    close();
  }

  @Override
  public synchronized void onWritePossible() {
    opened = true;
    push();
  }

  /**
   * Writes what there is while the client takes it. What is left is written when the container says
   * that it can be.
   */
  private synchronized void push() {
    try {
      while (opened && !ended && hasSomething()) {
        if (!out.isReady()) {
          startWaiting();
          return;
        }
        waiting = false;
        writeNext();
      }
      if (opened && !ended && ending && isFlushed()) {
        close();
      }
    } catch (IOException | IllegalStateException e) {
      onError(e);
    }
  }

  private boolean hasSomething() {
    return unsent != null || commentDue;
  }

  private void startWaiting() {
    if (!waiting) {
      waiting = true;
      waitingSince = System.nanoTime();
    }
  }

  private void writeNext() throws IOException {
    Job job = unsent;
    commentDue = false;
    unsent = null;
    stirredAt = System.nanoTime();
    out.write(job == null ? COMMENT : event(job));
    if (out.isReady()) {
      out.flush();
    }
  }

  /** Whether the last event is on its way, so that the stream may end behind it. */
  private boolean isFlushed() {
    boolean ready = out.isReady();
    if (!ready) {
      startWaiting();
    }
    return ready;
  }

  private static byte[] event(Job job) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(1024);
    event.writeBytes(
        "id: %d\nevent: job\ndata: ".formatted(job.version()).getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(Json.write(json -> JobDocument.writeSummary(json, job)));
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return event.toByteArray();
  }

  private void close() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    onEnd.accept(this);
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "The stream was complete already", e);
    }
  }

  /** The client is gone, which is how most streams end. */
  @Override
  public void onError(Throwable failure) {
    LOG.log(Level.FINE, "A stream of events broke off", failure);
    close();
  }

  @Override
  public void onError(AsyncEvent event) {
    close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Nothing is started again here.
  }
}
