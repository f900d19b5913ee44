package dev.jobward.api;

import dev.jobward.job.Job;
import dev.jobward.job.JobWatch;
import dev.jobward.json.JobDocument;
import dev.jobward.json.Json;
import jakarta.servlet.AsyncContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream of one job's events. Of what the client was not ready to take only the latest
 * state is kept.
 */
final class EventStream implements JobWatch.Watcher, PushedAnswer.Source {

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final PushedAnswer answer;
  private final Instant expiry;
  private final Consumer<EventStream> onEnd;
  private @Nullable Job unsent;
  private boolean commentDue;
  private boolean isFinal;
  private boolean finished;
  private long saidAt = System.nanoTime();

  /**
   * A stream that begins with the job as it is.
   *
   * @param expiry when the client's token expires, and the stream ends
   * @param onEnd is told once when it has ended, however it did
   */
  EventStream(AsyncContext context, Job job, Instant expiry, Consumer<EventStream> onEnd)
      throws IOException {
    this.answer = new PushedAnswer(context, this);
    this.unsent = job;
    this.isFinal = job.status().isFinal();
    this.expiry = expiry;
    this.onEnd = onEnd;
  }

  void open() {
    answer.open();
  }

  @Override
  public void changed(Job job) {
    synchronized (this) {
      unsent = job;
      // Not for ever: before a slow client has taken that, the job may have been told to run again.
      isFinal = job.status().isFinal();
    }
    answer.push();
  }

  @Override
  public void gone() {
    finish();
  }

  /** No more events: the job is gone, the server stops, or the client's token has expired. */
  void finish() {
    synchronized (this) {
      finished = true;
    }
    answer.push();
  }

  /**
   * Looks after the stream.
   *
   * @param silence after so long without an event a comment says that it is alive
   * @param patience a client that takes nothing for so long is dropped
   */
  void check(Instant now, Duration silence, Duration patience) {
    if (answer.isStuckFor(patience)) {
      answer.drop();
    } else if (!now.isBefore(expiry)) {
      finish();
    } else if (wasSilentFor(silence)) {
      answer.push();
    }
  }

  private synchronized boolean wasSilentFor(Duration silence) {
    commentDue = System.nanoTime() - saidAt >= silence.toNanos();
    return commentDue;
  }

  @Override
  public synchronized Optional<byte[]> next() {
    Job job = unsent;
    if (job == null && !commentDue) {
      return Optional.empty();
    }
    unsent = null;
    commentDue = false;
    saidAt = System.nanoTime();
    return Optional.of(job == null ? COMMENT : event(job));
  }

  private static byte[] event(Job job) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(1024);
    event.writeBytes(
        "id: %d\nevent: job\ndata: ".formatted(job.version()).getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(Json.write(json -> JobDocument.writeSummary(json, job)));
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return event.toByteArray();
  }

  @Override
  public synchronized boolean isOver() {
    return isFinal || finished;
  }

  @Override
  public void ended(boolean complete) {
    onEnd.accept(this);
  }
}
