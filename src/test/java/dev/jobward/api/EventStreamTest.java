package dev.jobward.api;

import static dev.jobward.job.StoredJob.aCompletedJob;
import static dev.jobward.job.StoredJob.aPendingJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.Job;
import dev.jobward.job.ResultType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_764_000_000L);
  private static final Instant LATER = NOW.plusSeconds(3600);
  private static final Duration NO_TIME = Duration.ZERO;
  private static final Duration LONG = Duration.ofHours(1);

  private final List<EventStream> ended = new ArrayList<>();

  @Test
  void beginsWithTheJob() throws IOException {
    SlowClient client = SlowClient.eager();

    open(client, waiting(7));

    assertThat(client.received())
        .startsWith("id: 7\nevent: job\ndata: {\"jobId\":\"")
        .contains("\"status\":\"PENDING\"")
        .doesNotContain("payload")
        .endsWith("}\n\n");
    assertThat(client.received().lines()).hasSize(4);
    assertThat(client.completions()).isZero();
  }

  @Test
  void sendsEachChangeToAClientThatTakesIt() throws IOException {
    SlowClient client = SlowClient.eager();
    EventStream stream = open(client, waiting(1));

    stream.changed(waiting(2));
    stream.changed(waiting(3));

    assertThat(ids(client)).containsExactly("1", "2", "3");
  }

  @Test
  void keepsTheLatestAloneForAClientThatIsSlow() throws IOException {
    SlowClient client = SlowClient.stalled();
    EventStream stream = open(client, waiting(1));
    for (int version = 2; version < 1_000; version++) {
      stream.changed(waiting(version));
    }

    client.take(10);

    assertThat(ids(client)).containsExactly("999");
  }

  @Test
  void endsWithTheFinalState() throws IOException {
    SlowClient client = SlowClient.eager();
    EventStream stream = open(client, waiting(1));

    stream.changed(completed(2));

    assertThat(ids(client)).containsExactly("1", "2");
    assertThat(client.received()).contains("\"status\":\"COMPLETED\"");
    assertThat(client.completions()).isEqualTo(1);
    assertThat(ended).containsExactly(stream);
  }

  @Test
  void doesNotEndBeforeASlowClientHasTheFinalState() throws IOException {
    SlowClient client = SlowClient.stalled();
    EventStream stream = open(client, waiting(1));
    stream.changed(completed(2));
    assertThat(client.completions()).isZero();

    client.take(10);

    assertThat(ids(client)).containsExactly("2");
    assertThat(ended).containsExactly(stream);
  }

  @Test
  void goesOnWithAJobThatRunsAgainBeforeASlowClientHasItsEnd() throws IOException {
    SlowClient client = SlowClient.stalled();
    EventStream stream = open(client, waiting(1));
    stream.changed(completed(2));
    stream.changed(waiting(3));

    client.take(10);
    stream.changed(waiting(4));

    assertThat(ids(client)).containsExactly("3", "4");
    assertThat(client.completions()).isZero();
  }

  @Test
  void isOneEventForAJobThatIsFinal() throws IOException {
    SlowClient client = SlowClient.eager();

    open(client, completed(5));

    assertThat(ids(client)).containsExactly("5");
    assertThat(client.completions()).isEqualTo(1);
  }

  @Test
  void endsWhenTheJobIsGoneAndSaysWhatItStillHad() throws IOException {
    SlowClient client = SlowClient.stalled();
    EventStream stream = open(client, waiting(1));
    stream.changed(waiting(2));

    stream.gone();
    client.take(10);

    assertThat(ids(client)).containsExactly("2");
    assertThat(client.completions()).isEqualTo(1);
  }

  @Test
  void saysThatItIsAliveAfterSilence() throws IOException {
    SlowClient client = SlowClient.eager();
    EventStream stream = open(client, waiting(1));

    stream.check(NOW, LONG, LONG);
    assertThat(client.received()).doesNotContain("\n:");
    stream.check(NOW, NO_TIME, LONG);

    assertThat(client.received()).endsWith("\n\n:\n\n");
    assertThat(client.completions()).isZero();
  }

  @Test
  void needsNoSignOfLifeWhereThereIsAnEvent() throws IOException {
    SlowClient client = SlowClient.stalled();
    EventStream stream = open(client, waiting(1));
    stream.check(NOW, NO_TIME, LONG);

    client.take(10);

    assertThat(ids(client)).containsExactly("1");
    assertThat(client.received()).doesNotContain("\n:");
  }

  @Test
  void endsWhenTheTokenExpiresAndNotBefore() throws IOException {
    SlowClient client = SlowClient.eager();
    EventStream stream = open(client, waiting(1));

    stream.check(LATER.minusMillis(1), LONG, LONG);
    assertThat(ended).isEmpty();
    stream.check(LATER, LONG, LONG);

    assertThat(ended).containsExactly(stream);
    assertThat(client.completions()).isEqualTo(1);
    assertThat(ids(client)).containsExactly("1");
  }

  @Test
  void dropsAClientThatTakesNothingAndHarmsNoOther() throws IOException {
    SlowClient stalled = SlowClient.stalled();
    SlowClient eager = SlowClient.eager();
    EventStream stuck = open(stalled, waiting(1));
    EventStream other = open(eager, waiting(1));
    stuck.changed(waiting(2));
    other.changed(waiting(2));

    stuck.check(NOW, LONG, LONG);
    assertThat(ended).isEmpty();
    stuck.check(NOW, LONG, NO_TIME);
    other.check(NOW, LONG, NO_TIME);

    assertThat(ended).containsExactly(stuck);
    assertThat(stalled.received()).isEmpty();
    assertThat(stalled.completions()).isEqualTo(1);
    other.changed(waiting(3));
    assertThat(ids(eager)).containsExactly("1", "2", "3");
  }

  @Test
  void givesUpAClientThatIsGoneWithTheNextChange() throws IOException {
    SlowClient client = SlowClient.eager();
    EventStream stream = open(client, waiting(1));
    client.leave(new IOException("broken pipe"));

    stream.changed(waiting(2));
    stream.changed(waiting(3));
    stream.check(LATER, NO_TIME, NO_TIME);

    assertThat(ended).containsExactly(stream);
    assertThat(client.completions()).isEqualTo(1);
  }

  private EventStream open(SlowClient client, Job job) throws IOException {
    EventStream stream = new EventStream(client.context(), job, LATER, ended::add);
    stream.open();
    client.allowWriting();
    return stream;
  }

  private static List<String> ids(SlowClient client) {
    return client
        .received()
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring(4))
        .toList();
  }

  private static Job waiting(int version) {
    return aPendingJob("{\"secret\":1}").with("version", version).details().job();
  }

  private static Job completed(int version) {
    return aCompletedJob(ResultType.JSON, "{\"secret\":1}")
        .with("version", version)
        .details()
        .job();
  }
}
