package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobId;
import dev.jobward.job.Progress;
import dev.jobward.platform.DatabaseFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CompletionWriterTest {

  private final Recorded leases = new Recorded();
  private final List<Attempt> ended = new ArrayList<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final CompletionWriter writer =
      new CompletionWriter(leases, Duration.ofSeconds(30), ended::add);

  /** Writes what it is told into a list. */
  private static final class Recorded extends Leases {

    private final List<List<JobId>> statements = new ArrayList<>();
    private final List<Heartbeat> beats = new ArrayList<>();
    private final Queue<RuntimeException> failures = new ArrayDeque<>();
    private Set<JobId> refused = Set.of();

    @Override
    Map<JobId, Held> heartbeat(List<Heartbeat> said) {
      beats.addAll(said);
      return Map.of();
    }

    @Override
    Set<JobId> complete(List<Completion> words) {
      List<JobId> ids = words.stream().map(Completion::jobId).toList();
      if (!failures.isEmpty()) {
        throw failures.remove();
      }
      if (ids.stream().anyMatch(refused::contains)) {
        throw new DatabaseFailure(new SQLException("not this one", "22000"));
      }
      statements.add(ids);
      return Set.copyOf(ids);
    }
  }

  private static Completion completion(Attempt attempt) {
    return Completion.of(attempt.lease().jobId(), attempt.lease().token(), JobResult.none());
  }

  private void write(List<Attempt> attempts) {
    attempts.forEach(attempt -> writer.write(attempt, completion(attempt), tasks::add));
  }

  private void work() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static List<JobId> ids(List<Attempt> attempts) {
    return attempts.stream().map(attempt -> attempt.lease().jobId()).toList();
  }

  @Test
  void writesTogetherWhatEndedMeanwhile() {
    List<Attempt> attempts = Attempts.some(3);

    write(attempts);
    assertThat(tasks).hasSize(1);
    assertThat(ended).isEmpty();
    work();

    assertThat(leases.statements).containsExactly(ids(attempts));
    assertThat(ended).containsExactlyElementsOf(attempts);
  }

  @Test
  void takesASecondThreadForManyAndNoThird() {
    write(Attempts.some(2_000));
    assertThat(tasks).hasSize(2);
    work();

    assertThat(leases.statements.stream().map(List::size).collect(Collectors.toSet()))
        .containsExactly(500);
    assertThat(ended).hasSize(2_000);

    write(Attempts.some(1));
    assertThat(tasks).hasSize(1);
  }

  @Test
  void losesNoneForAnothersFault() {
    List<Attempt> attempts = Attempts.some(3);
    leases.refused = Set.of(attempts.get(1).lease().jobId());

    write(attempts);
    work();

    assertThat(leases.statements)
        .containsExactly(ids(attempts.subList(0, 1)), ids(attempts.subList(2, 3)));
    assertThat(ended).containsExactlyElementsOf(attempts);
  }

  @Test
  void writesAgainWhenTheDatabaseIsBack() {
    List<Attempt> attempts = Attempts.some(3);
    leases.failures.add(away());
    Attempt lost = attempts.get(0);
    lost.lost();

    write(attempts);
    work();

    assertThat(leases.statements).containsExactly(ids(attempts.subList(1, 3)));
    assertThat(ended).containsExactlyElementsOf(attempts);
  }

  @Test
  void waitsForNoDatabaseWhenTheServerStops() {
    List<Attempt> attempts = Attempts.some(2);
    attempts.forEach(Attempt::announceServerStop);
    leases.failures.add(away());

    write(attempts);
    work();

    assertThat(leases.statements).isEmpty();
    assertThat(ended).containsExactlyElementsOf(attempts);
  }

  @Test
  void saysTheLastProgressBefore() {
    List<Attempt> attempts = Attempts.some(2);
    attempts.get(1).report(Progress.of(99));

    write(attempts);
    work();

    assertThat(leases.beats).hasSize(1);
    assertThat(leases.beats.get(0).jobId()).isEqualTo(attempts.get(1).lease().jobId());
  }

  @Test
  void writesItselfWhatNoThreadIsThereFor() {
    Attempt attempt = Attempts.some();

    writer.write(
        attempt,
        completion(attempt),
        task -> {
          throw new RejectedExecutionException();
        });

    assertThat(ended).containsExactly(attempt);
  }

  private static DatabaseFailure away() {
    return new DatabaseFailure(new SQLException("away", "57P01"));
  }
}
