package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.HeldJob;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/jobs/{jobId}/retry}. */
@BlackBox
class RetryIT {

  private static final long NEXT_YEAR = System.currentTimeMillis() + 365L * 24 * 3600 * 1000;

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void runsACancelledJobNowThoughItWasMeantForLater() {
    String id =
        alice
            .create(JobBody.echo("{\"n\":1.0}").with("runAt", Long.toString(NEXT_YEAR)))
            .path("jobId")
            .asString();
    alice.cancel(id);

    Answer retried = alice.retry(id);

    assertThat(retried).isSuccess(200);
    assertThat(retried.data().path("status").asString()).isEqualTo("PENDING");
    assertThat(retried.data().path("runAt").longValue()).isLessThan(NEXT_YEAR);
    assertThat(retried.data().path("cancelRequested").booleanValue()).isFalse();
    assertThat(retried.data().path("finishedAt").isNull()).isTrue();
    Answer done = alice.await(id, "COMPLETED");
    assertThat(done.literal("data", "result")).isEqualTo("{\"n\":1.0}");
    assertThat(done.data().path("attempts").intValue()).isEqualTo(1);
  }

  @Test
  void makesAFailedJobAsIfItHadNotRun() {
    JobBody body =
        JobBody.idle()
            .with("priority", "9")
            .with("maxAttempts", "2")
            .with("expiresAt", Long.toString(NEXT_YEAR));
    HeldJob held = HeldJob.of(alice, api, body);
    held.progress(50, "half");
    held.fail("BROKEN", false);
    JsonNode failed = alice.job(held.id()).data();
    assertThat(failed.path("status").asString()).isEqualTo("FAILED");
    assertThat(failed.at("/error/code").asString()).isEqualTo("BROKEN");
    assertThat(failed.at("/progress/percent").intValue()).isEqualTo(50);

    Answer retried = alice.retry(held.id());

    JsonNode job = retried.data();
    assertThat(job.path("status").asString()).isEqualTo("PENDING");
    assertThat(job.path("attempts").intValue()).isZero();
    for (String reset :
        new String[] {"error", "result", "progress", "startedAt", "finishedAt", "expiresAt"}) {
      assertThat(job.path(reset).isNull()).as(reset).isTrue();
    }
    assertThat(job.path("resultType").asString()).isEqualTo("NONE");
    for (String kept :
        new String[] {"jobId", "jobType", "payload", "priority", "maxAttempts", "createdAt"}) {
      assertThat(job.path(kept)).as(kept).isEqualTo(failed.path(kept));
    }
    assertThat(job.path("updatedAt")).isEqualTo(job.path("runAt"));
    assertThat(job.path("updatedAt").longValue())
        .isGreaterThanOrEqualTo(failed.path("updatedAt").longValue());
    assertThat(alice.job(held.id()).data()).isEqualTo(job);
    assertThat(alice.listAll("limit=10&status=PENDING")).containsExactly(held.id());
  }

  @Test
  void givesAllAttemptsAgain() {
    HeldJob first = HeldJob.of(alice, api, JobBody.idle().with("maxAttempts", "1"));
    first.fail("BROKEN", true);
    String type = alice.job(first.id()).data().path("jobType").asString();
    assertThat(alice.retry(first.id())).isSuccess(200);

    HeldJob second = HeldJob.claim(api, type);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(alice.job(second.id()).data().path("attempts").intValue()).isEqualTo(1);
    second.complete("1.00");

    assertThat(alice.job(second.id()).literal("data", "result")).isEqualTo("1.00");
  }

  @Test
  void bringsBackAJobThatHadExpired() {
    String id =
        alice
            .create(
                JobBody.idle().with("expiresAt", Long.toString(System.currentTimeMillis() + 500)))
            .path("jobId")
            .asString();
    alice.await(id, "FAILED");

    Answer retried = alice.retry(id);

    assertThat(retried.data().path("status").asString()).isEqualTo("PENDING");
    assertThat(retried.data().path("expiresAt").isNull()).isTrue();
  }

  @Test
  void refusesWhatHasNotFailed() {
    String waiting = alice.createIdle();
    HeldJob running = HeldJob.of(alice, api);
    String completed = alice.create(JobBody.echo("{}")).path("jobId").asString();
    alice.await(completed, "COMPLETED");

    for (String id : new String[] {waiting, running.id(), completed}) {
      JsonNode before = alice.job(id).data();
      Answer refused = alice.retry(id);
      assertThat(refused).isRefused("CONFLICT");
      assertThat(refused.json().path("message").asString())
          .contains(before.path("status").asString());
      assertThat(alice.job(id).data()).isEqualTo(before);
    }
  }

  @Test
  void happensOnceHoweverManyAskAtOnce() {
    String id = alice.createIdle();
    alice.cancel(id);

    var answers =
        java.util.stream.IntStream.range(0, 10)
            .mapToObj(n -> alice.call("POST", "/v1/jobs/" + id + "/retry").sendLater())
            .toList()
            .stream()
            .map(java.util.concurrent.CompletableFuture::join)
            .toList();

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers).extracting(Answer::status).containsOnly(200, 409);
  }
}
