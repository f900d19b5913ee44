package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobWatchIT {

  private final OwnerActions alice = new OwnerActions();
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void tellsAChange() {
    JobId id = alice.create();
    watch(id, heard);

    alice.jobs().cancel(alice.owner, id);
    alice.look();

    assertThat(heard.statuses()).containsExactly(JobStatus.CANCELLED);
    assertThat(heard.jobs.get(0).owner()).isEqualTo(alice.owner);
    assertThat(heard.gone).isEmpty();
  }

  @Test
  void tellsWhatHasChangedBetweenTheReadingAndTheWatch() {
    JobId id = alice.create();
    int known = alice.job(id).version();
    alice.jobs().cancel(alice.owner, id);

    alice.watch().watch(id, known, heard);
    alice.look();

    assertThat(heard.statuses()).containsExactly(JobStatus.CANCELLED);
  }

  @Test
  void tellsEachVersionOnceAndOnlyNewerOnes() {
    JobId id = alice.create();
    watch(id, heard);
    alice.look();
    assertThat(heard.jobs).isEmpty();

    alice.change(id);
    alice.look();
    alice.look();
    alice.change(id);
    alice.change(id);
    alice.look();

    assertThat(heard.jobs).extracting(Job::version).containsExactly(2, 4);
  }

  @Test
  void tellsEveryWatcherOfAJobWhatItHasNotSeen() {
    JobId id = alice.create();
    Heard late = new Heard();
    watch(id, heard);
    alice.change(id);
    watch(id, late);
    alice.look();
    assertThat(late.jobs).isEmpty();

    alice.change(id);
    alice.look();

    assertThat(heard.jobs).extracting(Job::version).containsExactly(2, 3);
    assertThat(late.jobs).extracting(Job::version).containsExactly(3);
  }

  @Test
  void tellsNobodyOfOtherJobs() {
    watch(alice.create(), heard);
    JobId other = alice.create();

    alice.jobs().cancel(alice.owner, other);
    alice.look();

    assertThat(heard.jobs).isEmpty();
  }

  @Test
  void tellsThatAJobIsGoneAndEndsTheWatch() {
    JobId id = alice.create();
    watch(id, heard);
    alice.jobs().cancel(alice.owner, id);
    alice.jobs().delete(alice.owner, id);

    alice.look();
    alice.look();

    assertThat(heard.jobs).isEmpty();
    assertThat(heard.gone).hasSize(1);
    assertThat(alice.watchers()).isZero();
  }

  @Test
  void saysNothingMoreToOneWhoHasEndedIt() {
    JobId id = alice.create();
    JobWatch.Watching watching = watch(id, heard);
    Heard other = new Heard();
    watch(id, other);

    watching.end();
    watching.end();
    alice.change(id);
    alice.look();

    assertThat(heard.jobs).isEmpty();
    assertThat(other.jobs).hasSize(1);
    assertThat(alice.watchers()).isEqualTo(1);
  }

  @Test
  void findsWithinASecondWhatNobodyTellsOf() {
    JobId id = alice.create();
    watch(id, heard);
    alice.watch().lookOnce();
    alice.change(id);

    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              alice.watch().lookOnce();
              return heard.jobs.size() == 1;
            });
  }

  @Test
  void looksAtAllWhenAnyMayHaveChanged() {
    JobId id = alice.create();
    watch(id, heard);
    alice.watch().lookOnce();
    alice.change(id);

    alice.watch().jobsChanged(new JobsChanged(Set.of(), true));
    alice.watch().lookOnce();

    assertThat(heard.jobs).hasSize(1);
  }

  @Test
  void hearsOfChangesElsewhere() {
    JobId id = alice.create();
    watch(id, heard);
    alice.watch().lookOnce();
    alice.change(id);

    alice.watch().jobsChanged(new JobsChanged(Set.of(id, alice.create()), true));
    alice.watch().lookOnce();

    assertThat(heard.jobs).hasSize(1);
  }

  @Test
  void tellsThousandsInOneLook() {
    List<JobId> ids =
        alice
            .jobs()
            .create(alice.owner, java.util.Collections.nCopies(1_000, OwnerActions.aJob()))
            .details()
            .stream()
            .map(details -> details.job().id())
            .toList();
    for (int i = 0; i < 2; i++) {
      ids.forEach(id -> alice.watch().watch(id, 1, heard));
    }
    alice.update(
        "update job_queue set version = version + 1 where owner = ?", alice.owner.subject());

    alice.watch().jobsChanged(new JobsChanged(Set.of()));
    alice.watch().lookOnce();

    assertThat(heard.jobs).hasSize(2_000);
  }

  /** Whatever falls between a reading, the beginning of a watch, and a look. */
  @Test
  void losesNothingWhileManyComeAndGo() throws Exception {
    int watchers = 4;
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(watchers + 1);
    try {
      Future<?> looking =
          threads.submit(
              () -> {
                while (!over.get()) {
                  alice.watch().lookOnce();
                }
              });
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < watchers; i++) {
        done.add(threads.submit(this::watchUntilEachIsCancelled));
      }
      for (Future<?> all : done) {
        all.get();
      }
      over.set(true);
      looking.get();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
    assertThat(alice.watchers()).isZero();
  }

  private void watchUntilEachIsCancelled() {
    try (OwnerActions bob = new OwnerActions()) {
      for (int i = 0; i < 25; i++) {
        JobId id = bob.create();
        Heard own = new Heard();
        JobWatch.Watching watching = alice.watch().watch(id, bob.job(id).version(), own);
        bob.jobs().cancel(bob.owner, id);
        alice.watch().jobsChanged(new JobsChanged(Set.of(id)));
        await()
            .pollInterval(Duration.ofMillis(2))
            .until(() -> own.statuses().contains(JobStatus.CANCELLED));
        watching.end();
      }
    }
  }

  private JobWatch.Watching watch(JobId id, Heard watcher) {
    return alice.watch().watch(id, alice.job(id).version(), watcher);
  }

  /** Keeps what it is told. */
  private static final class Heard implements JobWatch.Watcher {

    private final List<Job> jobs = new CopyOnWriteArrayList<>();
    private final List<Boolean> gone = new CopyOnWriteArrayList<>();

    private List<JobStatus> statuses() {
      return jobs.stream().map(Job::status).toList();
    }

    @Override
    public void changed(Job job) {
      jobs.add(job);
    }

    @Override
    public void gone() {
      gone.add(true);
    }
  }
}
