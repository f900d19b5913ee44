package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobType;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node tells of itself, in the steps that its loop makes. */
class PresenceIT {

  private final QueuedJobs jobs = new QueuedJobs();

  @Test
  void tellsWhichTypesItServesAndWhoHasAskedForWhich() {
    Presence presence = presence(16);
    presence.asked("ann's machine", Set.of(jobs.type()));

    presence.tellOnce();
    presence.tellOnce();

    assertThat(row(presence)).isEqualTo("{%1$s} {\"ann's machine\"} {%1$s}".formatted(jobs.type()));
    presence.leave();
    assertThat(row(presence)).isEqualTo("gone");
  }

  @Test
  void servesNothingWhereItRunsNothing() {
    Presence presence = presence(0);

    presence.tellOnce();

    assertThat(row(presence)).isEqualTo("{} {} {}");
    presence.leave();
  }

  @Test
  void remembersSoManyWorkersAndNoMore() {
    Presence presence = presence(0);
    IntStream.range(0, 3_000).forEach(i -> presence.asked("w" + i, Set.of(jobs.type())));

    presence.tellOnce();

    assertThat(row(presence)).contains("w2999").doesNotContain("w1999,");
    presence.leave();
  }

  private Presence presence(int concurrency) {
    return new Presence(
        jobs.database(),
        new HandlerRegistry(List.of(new Served(jobs.type()))),
        Settings.of(Map.of(Setting.CONCURRENCY, concurrency)));
  }

  private String row(Presence presence) {
    return jobs.database()
        .queryOne(
            "select types::text || ' ' || worker_names::text || ' ' || worker_types::text from node where name = ?",
            statement -> statement.setString(1, presence.nodeName()),
            row -> row.getString(1))
        .orElse("gone");
  }

  private record Served(JobType jobType) implements JobHandler {
    @Override
    public JobResult run(JobContext job) {
      return JobResult.none();
    }
  }
}
