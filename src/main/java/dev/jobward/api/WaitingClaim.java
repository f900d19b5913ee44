package dev.jobward.api;

import dev.jobward.execution.ClaimedJob;
import dev.jobward.execution.WaitingWorkers;
import dev.jobward.execution.WorkerJobs;
import dev.jobward.json.JobDocument;
import dev.jobward.platform.tracing.Traceparent;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The answer to a worker that waits for work.
 *
 * <p>While it waits, a space goes out now and then, which means nothing in JSON: only from a write
 * that fails does a server learn that its client is gone. Without it a job would be given to
 * nobody, and wait for its lease to run out.
 */
final class WaitingClaim implements WaitingWorkers.Worker, PushedAnswer.Source {

  private static final Logger LOG = Logger.getLogger(WaitingClaim.class.getName());
  private static final byte[] SPACE = " ".getBytes(StandardCharsets.US_ASCII);

  /**
   * A server takes a piece of any size at once and keeps what the worker does not take: given all,
   * it would call the answer complete, and nobody could tell that it never arrived.
   */
  private static final int PIECE_BYTES = 64 * 1024;

  private final PushedAnswer answer;
  private final WorkerJobs jobs;
  private final Queue<byte[]> unsent = new ArrayDeque<>();
  private List<ClaimedJob> given = List.of();
  private boolean over;
  private boolean gone;

  private WaitingClaim(AsyncContext context, WorkerJobs jobs) throws IOException {
    this.jobs = jobs;
    this.answer = new PushedAnswer(context, this);
  }

  /** Waits for what is asked for. */
  static void open(AsyncContext context, ClaimBody asked, WaitingWorkers workers, WorkerJobs jobs)
      throws IOException {
    WaitingClaim claim = new WaitingClaim(context, jobs);
    claim.answer.open();
    workers.await(asked.claim(), asked.patience(), claim);
  }

  /** The whole answer to a claim. */
  static byte[] success(List<ClaimedJob> claimed) {
    return Envelope.success(
        claimed.isEmpty() ? "There is no work." : "Jobs claimed.",
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("jobs");
          claimed.forEach(
              job ->
                  JobDocument.writeClaimed(
                      json,
                      job.job(),
                      job.lease().payload(),
                      job.lease().token().toString(),
                      job.lease().until(),
                      job.lease().traceparent().map(Traceparent::value)));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  @Override
  public void keepWaiting() {
    synchronized (this) {
      unsent.add(SPACE);
    }
    answer.push();
  }

  @Override
  public synchronized boolean isGone() {
    return gone;
  }

  @Override
  public void take(List<ClaimedJob> claimed) {
    boolean tooLate;
    synchronized (this) {
      // A server that stops may have answered already.
      tooLate = gone || over;
      if (!tooLate) {
        given = claimed;
        addPieces(success(claimed));
        over = true;
      }
    }
    if (tooLate) {
      handBack(claimed);
    } else {
      answer.push();
    }
  }

  private void addPieces(byte[] whole) {
    for (int at = 0; at < whole.length; at += PIECE_BYTES) {
      unsent.add(Arrays.copyOfRange(whole, at, Math.min(whole.length, at + PIECE_BYTES)));
    }
  }

  @Override
  public synchronized Optional<byte[]> next() {
    return Optional.ofNullable(unsent.poll());
  }

  @Override
  public synchronized boolean isOver() {
    return over;
  }

  @Override
  public void ended(boolean complete) {
    List<ClaimedJob> lost;
    synchronized (this) {
      gone = true;
      lost = complete ? List.of() : given;
    }
    handBack(lost);
  }

  private void handBack(List<ClaimedJob> claimed) {
    if (!claimed.isEmpty()) {
      try {
        jobs.handBack(claimed);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, e, () -> "Jobs of a lost worker wait for their leases to run out");
      }
    }
  }
}
