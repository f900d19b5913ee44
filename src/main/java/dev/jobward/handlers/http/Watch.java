package dev.jobward.handlers.http;

import dev.jobward.execution.JobFailure;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends an exchange whose time is up, or that is to stop, by closing its socket: the one thing that
 * ends every blocking call on it, be it a connect, a TLS handshake, a write or a read.
 *
 * <p>It looks a few times a second, on a thread that all exchanges share, and never blocks there.
 */
final class Watch implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final Thread runner = Thread.currentThread();
  private final long deadline;
  private @Nullable Socket socket;
  private @Nullable Future<?> looking;
  private @Nullable Reason reason;

  private enum Reason {
    STOPPED("Asked to stop before the answer was complete."),
    TIMED_OUT("The answer was not complete within timeoutSeconds.");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private Watch(Duration patience) {
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /** Watches the exchange that the calling thread is about to begin. */
  static Watch start(Duration patience, ScheduledExecutorService scheduler) {
    Watch watch = new Watch(patience);
    long interval = INTERVAL.toMillis();
    watch.looking =
        scheduler.scheduleWithFixedDelay(watch::look, interval, interval, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** From now on this is the socket to close. */
  synchronized void guard(Socket next) {
    socket = next;
    look();
  }

  /** Why the exchange is over, if it is: then whatever else went wrong follows from that. */
  synchronized Optional<JobFailure> verdict() {
    look();
    return Optional.ofNullable(reason).map(why -> JobFailure.retryable(why.name(), why.message));
  }

  /** 0 when the time is up. */
  int millisLeft() {
    return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  private synchronized void look() {
    if (reason == null) {
      // A server that stops in order lets calls end by themselves; whoever is to stop now is
      // interrupted.
      if (runner.isInterrupted()) {
        reason = Reason.STOPPED;
      } else if (System.nanoTime() - deadline >= 0) {
        reason = Reason.TIMED_OUT;
      }
    }
    if (reason != null && socket != null) {
      abort(socket);
    }
  }

  /** Without a farewell, for which it could have to wait. */
  private static void abort(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
  }
}
