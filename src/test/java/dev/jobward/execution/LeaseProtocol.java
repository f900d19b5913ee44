package dev.jobward.execution;

import java.util.List;
import java.util.Optional;

/** One way to run jobs under leases, and what a test does besides to bring things about. */
public interface LeaseProtocol {

  /** A claimed job. */
  record Claimed(String jobId, String token) {}

  /** What a holder hears when it renews its lease. */
  enum Renewal {
    GO_ON,
    STOP,
    LOST
  }

  /**
   * A job as its owner sees it.
   *
   * @param error its code; empty text for none
   * @param result as JSON text
   */
  record Seen(String status, int attempts, String error, String result, boolean cancelRequested) {}

  /** A job of the type that this test claims, with three attempts. */
  String submit();

  Optional<Claimed> claim();

  Renewal heartbeat(Claimed held);

  /** Whether it counted. */
  boolean complete(Claimed held, String json);

  /** Whether it counted. */
  boolean fail(Claimed held, boolean retryable);

  /** Gives the job back as a server does that stops; whether it counted. */
  boolean handBack(Claimed held);

  /** The owner asks for it. */
  void cancel(String jobId);

  /** The holder is silent for longer than its lease, and somebody notices. */
  void loseLease(String jobId);

  /** The attempt takes too long, and somebody notices. */
  void timeOut(String jobId);

  /** The back-off is over. */
  void passBackOff(String jobId);

  Seen job(String jobId);

  /** How the attempts ended, the oldest first. */
  List<String> outcomes(String jobId);
}
