package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a job once it is accepted. */
@BlackBox
class ExecutionIT {

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void runsAnEcho() {
    Answer done = alice.await(echo("{\"hello\":1.00}"), "COMPLETED");

    assertThat(done).isSuccess(200);
    assertThat(done.data().path("resultType").asString()).isEqualTo("JSON");
    assertThat(done.literal("data", "result")).isEqualTo("{\"hello\":1.00}");
    assertThat(done.data().path("error").isNull()).isTrue();
    assertThat(done.data().path("attempts").intValue()).isEqualTo(1);
    long started = done.data().path("startedAt").longValue();
    long finished = done.data().path("finishedAt").longValue();
    assertThat(started)
        .isBetween(done.data().path("runAt").longValue(), finished)
        .isGreaterThanOrEqualTo(done.data().path("createdAt").longValue());
    assertThat(done.data().path("updatedAt").longValue()).isEqualTo(finished);
  }

  @Test
  void givesTheBareResultToDownloadAndNotToRun() {
    String payload =
        "{\"html\":\"<script>alert(1)</script>\",\"n\":1e400,\"\u00e9\":\"\ud83d\ude00\"}";
    String id = echo(payload);
    alice.await(id, "COMPLETED");

    Answer result = alice.result(id);

    assertThat(result.status()).isEqualTo(200);
    assertThat(result.text()).isEqualTo(payload);
    assertThat(result.header("Content-Type")).hasValue("application/json");
    assertThat(result.header("Content-Length"))
        .hasValue(Integer.toString(payload.getBytes(StandardCharsets.UTF_8).length));
    assertThat(result.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(result.header("Content-Security-Policy")).hasValue("sandbox");
    assertThat(result.header("Content-Disposition").orElse("")).startsWith("attachment");
    assertThat(result.header("X-Request-Id")).isPresent();
    assertThat(result).hidesTheInsides();
  }

  @Test
  void hasNoResultBeforeThereIsOne() {
    assertThat(alice.result(alice.createIdle())).isRefused("NOT_FOUND");
  }

  /** The echo that is created after it and completes before says that this is not just slow. */
  @Test
  void leavesAJobThatNobodyServesWaiting() {
    String idle = alice.createIdle();
    alice.await(echo("{}"), "COMPLETED");

    Answer job = alice.job(idle);

    assertThat(job.data().path("status").asString()).isEqualTo("PENDING");
    assertThat(job.data().path("attempts").intValue()).isZero();
    assertThat(job.data().path("startedAt").isNull()).isTrue();
  }

  @Test
  void failsAJobThatWasNotStartedByItsExpiry() {
    long expiry = System.currentTimeMillis() + 500;
    JobBody body = JobBody.idle().with("expiresAt", Long.toString(expiry));
    String id = alice.create(body).path("jobId").asString();

    Answer failed = alice.await(id, "FAILED");

    assertThat(failed.data().at("/error/code").asString()).isEqualTo("EXPIRED");
    assertThat(failed.data().at("/error/message").asString()).isNotBlank();
    assertThat(failed.data().path("attempts").intValue()).isZero();
    assertThat(failed.data().path("finishedAt").longValue()).isGreaterThanOrEqualTo(expiry);
    assertThat(failed.data().path("resultType").asString()).isEqualTo("NONE");
    assertThat(alice.result(id)).isRefused("NOT_FOUND");
  }

  @Test
  void doesNotRunAJobBeforeItIsDue() {
    long due = System.currentTimeMillis() + 1_500;
    JobBody body = JobBody.echo("{}").with("runAt", Long.toString(due));
    String id = alice.create(body).path("jobId").asString();
    alice.await(echo("{}"), "COMPLETED");

    assertThat(alice.job(id).data().path("status").asString()).isEqualTo("PENDING");
    assertThat(alice.await(id, "COMPLETED").data().path("startedAt").longValue())
        .isGreaterThanOrEqualTo(due);
  }

  @Test
  void runsAJobAtOnceThatWasDueLongAgo() {
    var job = alice.create(JobBody.echo("{}").with("runAt", "1"));

    assertThat(job.path("runAt")).isEqualTo(job.path("createdAt"));
    alice.await(job.path("jobId").asString(), "COMPLETED");
  }

  private String echo(String payload) {
    return alice.create(JobBody.echo(payload)).path("jobId").asString();
  }
}
