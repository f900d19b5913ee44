package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.Job;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.OwnerActions;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All streams of a node, on the watch that feeds them. */
class EventStreamsIT {

  private static final Instant NOW = Instant.ofEpochSecond(1_764_000_000L);

  private final OwnerActions alice = new OwnerActions();
  private final EventStreams streams =
      new EventStreams(alice.watch(), Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void tellOfTheChangesOfTheirJobs() throws IOException {
    JobId id = alice.create();
    SlowClient client = open(id, NOW.plusSeconds(60));

    alice.jobs().cancel(alice.owner, id);
    alice.look();

    assertThat(client.received()).contains("\"PENDING\"").contains("\"CANCELLED\"");
    assertThat(client.completions()).isEqualTo(1);
    assertThat(alice.watchers()).isZero();
  }

  @Test
  void watchNoJobThatIsFinal() throws IOException {
    JobId id = alice.create();
    alice.end(id, JobStatus.COMPLETED);

    SlowClient client = open(id, NOW.plusSeconds(60));

    assertThat(client.completions()).isEqualTo(1);
    assertThat(alice.watchers()).isZero();
  }

  @Test
  void endWhenTheTokenHasExpired() throws IOException {
    JobId id = alice.create();
    SlowClient expired = open(id, NOW);
    SlowClient other = open(id, NOW.plusMillis(1));

    streams.lookOnce();

    assertThat(expired.completions()).isEqualTo(1);
    assertThat(other.completions()).isZero();
    assertThat(alice.watchers()).isEqualTo(1);
  }

  @Test
  void endWithAJobThatIsGone() throws IOException {
    JobId id = alice.create();
    SlowClient client = open(id, NOW.plusSeconds(60));
    alice.end(id, JobStatus.FAILED);
    alice.jobs().delete(alice.owner, id);

    alice.look();

    assertThat(client.completions()).isEqualTo(1);
    assertThat(alice.watchers()).isZero();
  }

  @Test
  void endTheirWatchWithAClientThatIsGone() throws IOException {
    JobId id = alice.create();
    SlowClient gone = open(id, NOW.plusSeconds(60));
    gone.leave(new IOException("broken pipe"));

    alice.jobs().cancel(alice.owner, id);
    alice.look();

    assertThat(gone.completions()).isEqualTo(1);
    assertThat(alice.watchers()).isZero();
  }

  @Test
  void endWhenTheServerStops() throws IOException {
    List<SlowClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(open(alice.create(), NOW.plusSeconds(60)));
    }

    streams.stop(new Object());

    assertThat(clients).allMatch(client -> client.completions() == 1);
    assertThat(alice.watchers()).isZero();
  }

  @Test
  void areNotHeldUpByAClientThatTakesNothing() throws IOException {
    JobId id = alice.create();
    Job job = alice.job(id);
    SlowClient stalled = SlowClient.stalled();
    streams.open(stalled.context(), job, NOW.plusSeconds(60));
    stalled.allowWriting();
    SlowClient eager = open(id, NOW.plusSeconds(60));

    alice.jobs().cancel(alice.owner, id);
    alice.look();

    assertThat(eager.completions()).isEqualTo(1);
    assertThat(stalled.completions()).isZero();
    stalled.take(10);
    assertThat(stalled.received()).contains("\"CANCELLED\"").doesNotContain("\"PENDING\"");
    assertThat(stalled.completions()).isEqualTo(1);
  }

  private SlowClient open(JobId id, Instant expiry) throws IOException {
    SlowClient client = SlowClient.eager();
    streams.open(client.context(), alice.job(id), expiry);
    client.allowWriting();
    return client;
  }
}
