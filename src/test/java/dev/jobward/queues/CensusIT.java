package dev.jobward.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.Told;
import dev.jobward.job.JobType;
import dev.jobward.job.JobsDue;
import dev.jobward.platform.Database;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The numbers of the queues, without a server. */
class CensusIT {

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final JobType type = new JobType("census." + UUID.randomUUID());
  private final QueueRows rows = new QueueRows(database);
  private final Told<JobsDue> due = new Told<>();
  private final RecentEndings endings = new RecentEndings(database);
  private final Census census = new Census(new Backlog(database), endings, new Servers(database));
  private final Queues queues = new Queues(census, new Pauses(database), due);

  @Test
  void countsWhatHasEndedInTheLastHourAndNothingElse() {
    ended("COMPLETED", "59 minutes", 3);
    ended("COMPLETED", "61 minutes", 5);
    ended("FAILED", "1 second", 2);
    ended("CANCELLED", "1 second", 7);

    assertThat(endings.count().get(type)).isEqualTo(new RecentEndings.Endings(3, 2));
  }

  @Test
  void countsWhatIsOverOnceAndWhatIsNewInAddition() {
    ended("COMPLETED", "10 minutes", 3);
    ended("COMPLETED", "5 seconds", 1);
    assertThat(endings.count().get(type)).isEqualTo(new RecentEndings.Endings(4, 0));
    ended("COMPLETED", "3 seconds", 1);
    ended("FAILED", "0 seconds", 1);

    assertThat(endings.count().get(type)).isEqualTo(new RecentEndings.Endings(5, 1));
    assertThat(endings.count().get(type)).isEqualTo(new RecentEndings.Endings(5, 1));
  }

  @Test
  void tellsForHowLongTheOldestHasBeenDue() {
    rows.queued(type, "-1 hour", false);
    rows.queued(type, "-2 hours", true);
    rows.queued(type, "1 hour", false);

    JobQueue queue = census.take().queue(type, false);

    assertThat(queue.waiting()).isEqualTo(2);
    assertThat(queue.due()).isEqualTo(1);
    assertThat(queue.running()).isEqualTo(1);
    assertThat(queue.oldestDue().orElseThrow().toMinutes()).isEqualTo(60);
  }

  @Test
  void tellsNoAgeWhereNothingIsDue() {
    rows.queued(type, "1 hour", false);
    rows.queued(type, "-1 hour", true);

    assertThat(census.take().queue(type, false).oldestDue()).isEmpty();
  }

  /** All who ask at once get the result of one. */
  @Test
  void countsOnceForAllWhoAskTogether() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Census.Result>> asked = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        asked.add(threads.submit(census::take));
      }
      Set<Long> counts = new HashSet<>();
      for (Future<Census.Result> result : asked) {
        counts.add(result.get().at());
      }
      assertThat(counts).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void listsATypeThatIsPausedThoughNobodyHasUsedIt() {
    assertThat(queues.pause(type).changed()).isTrue();
    assertThat(queues.pause(type).changed()).isFalse();
    assertThat(queues.all()).filteredOn(queue -> queue.type().equals(type)).hasSize(1);

    assertThat(queues.resume(type).changed()).isTrue();

    assertThat(queues.all()).noneMatch(queue -> queue.type().equals(type));
    assertThat(due.events()).contains(new JobsDue(Set.of(type)));
  }

  @Test
  void namesThoseWhoServeItAndAreThere() {
    node("node-b", "0 seconds", "{%s}", "{}", "{}");
    node("node-a", "29 seconds", "{%s,other}", "{w2,w1,w1}", "{other,%s,%s}");
    node("node-gone", "31 seconds", "{%s}", "{w3}", "{%s}");

    assertThat(census.take().queue(type, false).servedBy())
        .containsExactly("node-a", "node-b", "w1");
  }

  @Test
  void showsNoMoreThanSoManyAndTheServedOnesFirst() {
    node("node-c", "0 seconds", "{%s}", "{}", "{}");
    rows.queued(type, "-1 hour", false);

    assertThat(census.take().shown(2)).hasSize(2);
    assertThat(
            new Census(new Backlog(database), endings, new Servers(database)).take().shown(100_000))
        .contains(type);
  }

  private void node(String name, String age, String types, String workers, String workerTypes) {
    database.update(
        """
        insert into node (name, seen_at, types, worker_names, worker_types)
        values (?, clock_timestamp() - ?::interval, ?::text[], ?::text[], ?::text[])
        on conflict (name) do nothing
        """,
        statement -> {
          statement.setString(1, name + (name.equals("node-gone") ? UUID.randomUUID() : ""));
          statement.setString(2, age);
          statement.setString(3, types.replace("%s", type.name()));
          statement.setString(4, workers);
          statement.setString(5, workerTypes.replace("%s", type.name()));
        });
  }

  private void ended(String status, String ago, int count) {
    database.update(
        """
        insert into job (id, owner, job_type, status, payload, max_attempts, priority, timeout_seconds, created_at,
                         updated_at, run_at, finished_at, error_code, error_message)
        select new_job_id(at), 'o', ?, status, '{}', 3, 0, 60, at, at, at, at, 'X', 'x'
        from generate_series(1, ?)
        cross join (select clock_timestamp() - ?::interval as at, ?::text as status) as moment
        """,
        statement -> {
          statement.setString(1, type.name());
          statement.setInt(2, count);
          statement.setString(3, ago);
          statement.setString(4, status);
        });
  }
}
