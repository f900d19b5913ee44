package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.platform.DatabaseFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes down what handlers have completed, many in one statement: those that end while a statement
 * is under way go with the next. A handler's place does not wait for it. Until it is written a
 * completion is held like an attempt that runs: its lease is renewed, and a node that dies loses it
 * together with the lease.
 */
final class CompletionWriter {

  private static final Logger LOG = Logger.getLogger(CompletionWriter.class.getName());

  private static final int AT_ONCE = 500;

  /** A second one only where the first does not keep up. */
  private static final int MOST_WRITERS = 2;

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Leases leases;
  private final Duration leaseTime;
  private final Consumer<Attempt> ended;
  private final Queue<Said> said = new ArrayDeque<>();
  private int writers;

  /** Has no thread yet; {@code ended} hears of each attempt that is off its hands. */
  CompletionWriter(Leases leases, Duration leaseTime, Consumer<Attempt> ended) {
    this.leases = leases;
    this.leaseTime = leaseTime;
    this.ended = ended;
  }

  private record Said(Attempt attempt, Completion completion) {}

  /** Has it written soon. */
  void write(Attempt attempt, Completion completion, Executor threads) {
    synchronized (said) {
      said.add(new Said(attempt, completion));
      if (writers >= MOST_WRITERS || said.size() <= writers * AT_ONCE) {
        return;
      }
      writers++;
    }
    try {
      threads.execute(this::writeAll);
    } catch (RejectedExecutionException e) {
      // The server stops; who has brought the word writes it.
      writeAll();
    }
  }

  private void writeAll() {
    for (List<Said> some = take(); !some.isEmpty(); some = take()) {
      write(some);
    }
  }

  private List<Said> take() {
    synchronized (said) {
      List<Said> some = new ArrayList<>(Math.min(AT_ONCE, said.size()));
      while (some.size() < AT_ONCE && !said.isEmpty()) {
        some.add(said.remove());
      }
      if (some.isEmpty()) {
        writers--;
      }
      return some;
    }
  }

  private void write(List<Said> words) {
    try {
      writeAgainAndAgain(words);
    } catch (RuntimeException e) {
      if (words.size() > 1) {
        // One that the database does not take must not take the others with it.
        words.forEach(word -> write(List.of(word)));
        return;
      }
      LOG.log(
          Level.WARNING,
          e,
          () ->
              "job "
                  + words.get(0).completion().jobId()
                  + " could not be ended; its lease runs out");
      ended.accept(words.get(0).attempt());
    }
  }

  /**
   * Says how the attempts have ended, again and again while the database is away: what was done is
   * not to be done again for that. To be heard twice does no harm.
   */
  private void writeAgainAndAgain(List<Said> words) {
    List<Said> left = words;
    while (!left.isEmpty()) {
      try {
        writeOnce(left);
        return;
      } catch (RuntimeException e) {
        if (!DatabaseFailure.isUnavailable(e)) {
          throw e;
        }
        List<Said> over =
            left.stream()
                .filter(word -> word.attempt().isLost() || word.attempt().serverStops())
                .toList();
        over.forEach(word -> ended.accept(word.attempt()));
        left = left.stream().filter(word -> !over.contains(word)).toList();
        if (!left.isEmpty()) {
          left.get(0).attempt().awaitLoss(AGAIN);
        }
      }
    }
  }

  private void writeOnce(List<Said> words) {
    List<Heartbeat> last = words.stream().flatMap(word -> lastProgress(word).stream()).toList();
    if (!last.isEmpty()) {
      leases.heartbeat(last);
    }
    Set<JobId> completed = leases.complete(words.stream().map(Said::completion).toList());
    for (Said word : words) {
      if (!completed.contains(word.completion().jobId())) {
        AttemptRunner.tellOfLoss(word.completion().jobId());
      }
      ended.accept(word.attempt());
    }
  }

  private Optional<Heartbeat> lastProgress(Said word) {
    return word.attempt()
        .takeProgress()
        .map(
            progress ->
                new Heartbeat(
                    word.completion().jobId(),
                    word.completion().token(),
                    leaseTime,
                    Optional.of(progress)));
  }
}
