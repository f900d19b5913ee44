package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/jobs/{jobId}/cancel}. */
@BlackBox
class CancelIT {

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void endsAWaitingJobAtOnce() {
    String id = alice.createIdle();

    Answer cancelled = alice.cancel(id);

    assertThat(cancelled).isSuccess(200);
    JsonNode job = cancelled.data();
    assertThat(job.path("jobId").asString()).isEqualTo(id);
    assertThat(job.path("status").asString()).isEqualTo("CANCELLED");
    assertThat(job.path("cancelRequested").booleanValue()).isTrue();
    assertThat(job.path("finishedAt")).isEqualTo(job.path("updatedAt"));
    assertThat(job.path("finishedAt").longValue())
        .isGreaterThanOrEqualTo(job.path("createdAt").longValue());
    assertThat(job.path("startedAt").isNull()).isTrue();
    assertThat(job.path("error").isNull()).isTrue();
    assertThat(alice.job(id).data()).isEqualTo(job);
    assertThat(alice.listAll("limit=10&status=CANCELLED")).containsExactly(id);
    assertThat(alice.listAll("limit=10&status=PENDING")).isEmpty();
  }

  @Test
  void keepsACancelledJobFromRunning() {
    long due = System.currentTimeMillis() + 700;
    String id =
        alice.create(JobBody.echo("{}").with("runAt", Long.toString(due))).path("jobId").asString();
    alice.cancel(id);
    String later =
        alice
            .create(JobBody.echo("{}").with("runAt", Long.toString(due + 1)))
            .path("jobId")
            .asString();
    alice.await(later, "COMPLETED");

    assertThat(alice.job(id).data().path("status").asString()).isEqualTo("CANCELLED");
    assertThat(alice.attempts(id).data().path("attempts").isEmpty()).isTrue();
  }

  @Test
  void asksTheHolderOfARunningJobToStop() {
    HeldJob held = HeldJob.of(alice, api);
    assertThat(held.progress(10, "begun").data().path("cancelRequested").booleanValue()).isFalse();

    Answer asked = alice.cancel(held.id());

    assertThat(asked).isSuccess(200);
    assertThat(asked.data().path("status").asString()).isEqualTo("RUNNING");
    assertThat(asked.data().path("cancelRequested").booleanValue()).isTrue();
    assertThat(asked.data().path("finishedAt").isNull()).isTrue();
    assertThat(held.progress(20, "on").data().path("cancelRequested").booleanValue()).isTrue();
  }

  @Test
  void isTheSameWhenARunningJobIsCancelledAgain() {
    HeldJob held = HeldJob.of(alice, api);
    JsonNode first = alice.cancel(held.id()).data();

    Answer second = alice.cancel(held.id());

    assertThat(second).isSuccess(200);
    assertThat(second.data()).isEqualTo(first);
  }

  @Test
  void endsARunningJobWithItsHoldersFailure() {
    HeldJob held = HeldJob.of(alice, api);
    alice.cancel(held.id());

    held.fail("STOPPED", true);

    JsonNode job = alice.job(held.id()).data();
    assertThat(job.path("status").asString()).isEqualTo("CANCELLED");
    assertThat(job.path("cancelRequested").booleanValue()).isTrue();
    assertThat(job.path("attempts").intValue()).isEqualTo(1);
    assertThat(job.path("finishedAt").isNull()).isFalse();
  }

  @Test
  void doesNotThrowAwayARunningJobsSuccess() {
    HeldJob held = HeldJob.of(alice, api);
    alice.cancel(held.id());

    held.complete("{\"n\":1.0}");

    Answer job = alice.job(held.id());
    assertThat(job.data().path("status").asString()).isEqualTo("COMPLETED");
    assertThat(job.literal("data", "result")).isEqualTo("{\"n\":1.0}");
  }

  @Test
  void refusesAJobThatIsFinal() {
    String cancelled = alice.createIdle();
    alice.cancel(cancelled);
    String completed = alice.create(JobBody.echo("{}")).path("jobId").asString();
    alice.await(completed, "COMPLETED");
    HeldJob failed = HeldJob.of(alice, api);
    failed.fail("BROKEN", false);

    for (String id : new String[] {cancelled, completed, failed.id()}) {
      JsonNode before = alice.job(id).data();
      Answer refused = alice.cancel(id);
      assertThat(refused).isRefused("CONFLICT");
      assertThat(refused.json().path("message").asString())
          .contains(before.path("status").asString());
      assertThat(alice.job(id).data()).isEqualTo(before);
    }
  }

  @Test
  void stopsAJobThatTheServerItselfRuns() throws IOException {
    assumeThat(server.process()).as("a server that this run has started").isPresent();
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String payload =
          "{\"url\":\"http://127.0.0.1:%d/allowed\",\"timeoutSeconds\":300}"
              .formatted(silent.getLocalPort());
      String id = alice.create(JobBody.of("http.request", payload)).path("jobId").asString();
      alice.await(id, "RUNNING");
      assertThat(alice.cancel(id).data().path("status").asString()).isEqualTo("RUNNING");

      Answer ended = alice.waitFor(id, 20).send();

      assertThat(ended.data().path("status").asString()).isEqualTo("CANCELLED");
      assertThat(alice.attempts(id).data().at("/attempts/0/outcome").asString())
          .isEqualTo("CANCELLED");
    }
  }
}
