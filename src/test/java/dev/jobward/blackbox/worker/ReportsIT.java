package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many words of a worker in one call, each answered as a call of its own would be. */
@BlackBox
class ReportsIT {

  private static final String NO_JOB = "0198c0de-0000-7000-8000-000000000000";
  private static final String NO_TOKEN = "00000000-0000-4000-8000-000000000000";

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before each test
  ReportsIT() {}

  @BeforeEach
  void meetThem() {
    alice = api.newUser();
    worker = api.newWorker();
  }

  @Test
  void doesWhatTheSingleCallsDo() {
    List<Leased> held = held(4);

    Answer answer =
        worker.report(
            complete(held.get(0)).with("resultType", "\"JSON\"").with("result", "{\"a\":1.00}"),
            complete(held.get(1)).with("result", "\"\\u0000\"").with("resultType", "\"TEXT\""),
            fail(held.get(2)).with("retryable", "false"),
            heartbeat(held.get(3))
                .with("leaseSeconds", "100")
                .with("progress", "{\"percent\":5,\"message\":\"begun\"}"));

    assertThat(answer).isSuccess(200);
    assertThat(statuses(answer)).containsExactly(200, 200, 200, 200);
    assertThat(alice.job(held.get(0).jobId()).literal("data", "result")).isEqualTo("{\"a\":1.00}");
    assertThat(job(held.get(1)).path("result").asString()).isEqualTo("\0");
    assertThat(job(held.get(2)).path("status").asString()).isEqualTo("FAILED");
    assertThat(job(held.get(3)).at("/progress/message").asString()).isEqualTo("begun");
  }

  @Test
  void answersEachInItsPlace() {
    List<Leased> held = held(3);
    Leased stranger = new Leased(NO_JOB, NO_TOKEN);
    Leased guessed = held.get(0).withToken(NO_TOKEN);

    Answer answer =
        worker.report(
            complete(held.get(0)),
            heartbeat(stranger),
            complete(guessed),
            heartbeat(held.get(1)).with("leaseSeconds", "1"),
            fail(held.get(2)),
            complete(stranger),
            fail(guessed));

    assertThat(statuses(answer)).containsExactly(200, 404, 409, 400, 200, 404, 409);
    assertThat(reports(answer))
        .extracting(report -> report.path("jobId").asString())
        .containsExactly(
            held.get(0).jobId(),
            NO_JOB,
            held.get(0).jobId(),
            held.get(1).jobId(),
            held.get(2).jobId(),
            NO_JOB,
            held.get(0).jobId());
    for (JsonNode report : reports(answer)) {
      assertThat(report.propertyNames()).containsExactlyInAnyOrder("jobId", "status", "message");
      assertThat(report.path("message").asString()).isNotBlank();
    }
    assertThat(reports(answer).get(3).path("message").asString()).contains("leaseSeconds");
    assertThat(worker.heartbeat(held.get(1))).isSuccess(200);
  }

  @Test
  void takesOneWordAfterAnotherOfTheSameJob() {
    List<Leased> held = held(4);
    Leased first = held.get(0);
    Leased second = held.get(1);
    Leased third = held.get(2);
    Leased fourth = held.get(3);

    Answer answer =
        worker.report(
            heartbeat(first).with("progress", "{\"percent\":99}"),
            complete(first),
            complete(second).with("resultType", "\"JSON\"").with("result", "1"),
            complete(second).with("resultType", "\"JSON\"").with("result", "1"),
            complete(second).with("resultType", "\"JSON\"").with("result", "2"),
            complete(third),
            fail(third),
            heartbeat(third),
            fail(fourth),
            complete(fourth));

    assertThat(statuses(answer)).containsExactly(200, 200, 200, 200, 409, 200, 409, 409, 200, 409);
    assertThat(job(first).at("/progress/percent").intValue()).isEqualTo(99);
    assertThat(job(first).path("status").asString()).isEqualTo("COMPLETED");
    assertThat(job(second).path("result").intValue()).isEqualTo(1);
    assertThat(job(third).path("status").asString()).isEqualTo("COMPLETED");
    assertThat(job(fourth).path("status").asString()).isEqualTo("PENDING");
  }

  @Test
  void tellsOfACancel() {
    Leased held = held(1).get(0);
    alice.cancel(held.jobId());

    Answer answer = worker.report(heartbeat(held), fail(held));

    assertThat(statuses(answer)).containsExactly(200, 200);
    assertThat(reports(answer).get(0).path("message").asString()).contains("cancel");
    assertThat(job(held).path("status").asString()).isEqualTo("CANCELLED");
  }

  @Test
  void takesFiveHundred() {
    List<Leased> held = held(500);

    assertThat(
            statuses(
                worker.report(
                    held.stream().map(ReportsIT::heartbeat).map(WorkerBody::json).toList())))
        .hasSize(500)
        .containsOnly(200);
    assertThat(
            statuses(
                worker.report(
                    held.stream().map(ReportsIT::complete).map(WorkerBody::json).toList())))
        .hasSize(500)
        .containsOnly(200);
    assertThat(alice.list("limit=1&status=COMPLETED").jobs()).hasSize(1);
    assertThat(alice.list("limit=1&status=RUNNING").jobs()).isEmpty();
  }

  @Test
  void saysOfEachWhatIsWrongWithItAsTheSingleCallDoes() {
    Leased held = held(1).get(0);

    Answer answer =
        worker.report(
            complete(held).with("result", "1"),
            complete(held).with("resultType", "\"FILE\""),
            fail(held).without("code").with("retryable", "1"),
            heartbeat(held).with("result", "1"),
            heartbeat(held).with("progress", "{\"percent\":101}"),
            heartbeat(held).with("colour", "{\"a\":[1]}"),
            heartbeat(held).without("leaseToken"),
            complete(held).with("leaseToken", "5"),
            heartbeat(held).with("outcome", "\"resign\""),
            heartbeat(held).without("outcome"),
            heartbeat(held).without("jobId"),
            heartbeat(held).with("jobId", "5"));

    assertThat(statuses(answer)).hasSize(12).containsOnly(400);
    assertThat(reports(answer))
        .extracting(report -> report.path("message").asString())
        .zipSatisfy(
            List.of(
                "result",
                "PUT",
                "code",
                "result",
                "progress.percent",
                "colour",
                "leaseToken",
                "leaseToken",
                "outcome",
                "outcome",
                "jobId",
                "jobId"),
            (message, word) -> assertThat(message).contains(word));
    assertThat(reports(answer).get(2).path("message").asString()).contains("retryable");
    assertThat(worker.complete(held)).isSuccess(200);
  }

  @Test
  void findsNoJobForAnIdThatIsNone() {
    Leased held = held(1).get(0);

    Answer answer =
        worker.report(
            heartbeat(held).with("jobId", "\"no-uuid\""),
            heartbeat(held).with("jobId", "\"\\ud800\""),
            heartbeat(held).with("jobId", '"' + "x".repeat(5_000) + '"'),
            heartbeat(held)
                .with("jobId", '"' + held.jobId().toUpperCase(java.util.Locale.ROOT) + '"'));

    assertThat(statuses(answer)).containsExactly(404, 404, 404, 404);
    assertThat(reports(answer).get(2).path("jobId").asString()).hasSizeLessThan(200);
    assertThat(statuses(worker.report(heartbeat(held).with("leaseToken", "\"x\""))))
        .containsExactly(409);
  }

  private List<Leased> held(int jobs) {
    for (int i = 0; i < jobs; i++) {
      alice.create(JobBody.of(type, "{}"));
    }
    List<Leased> held = new ArrayList<>();
    while (held.size() < jobs) {
      held.addAll(worker.take(WorkerBody.claim(type).with("maxJobs", "100")));
    }
    return held;
  }

  private JsonNode job(Leased held) {
    return alice.job(held.jobId()).data();
  }

  private static WorkerBody heartbeat(Leased held) {
    return WorkerBody.of(held).report(held, "heartbeat");
  }

  private static WorkerBody complete(Leased held) {
    return WorkerBody.of(held).report(held, "complete");
  }

  private static WorkerBody fail(Leased held) {
    return WorkerBody.failure(held).report(held, "fail");
  }

  private static List<JsonNode> reports(Answer answer) {
    assertThat(answer).isSuccess(200);
    return List.copyOf(answer.data().path("reports").values());
  }

  private static List<Integer> statuses(Answer answer) {
    return reports(answer).stream().map(report -> report.path("status").intValue()).toList();
  }
}
