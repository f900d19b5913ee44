package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The trace that a job's creation belongs to, as a worker gets it. */
@BlackBox
class TraceparentIT {

  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;

  @SuppressWarnings("NullAway.Init") // set before each test
  TraceparentIT() {}

  @BeforeEach
  void meetThem() {
    alice = api.newUser();
    worker = api.newWorker();
  }

  @Test
  void comesWithTheClaimedJob() {
    create(PARENT);

    assertThat(claimed())
        .singleElement()
        .satisfies(job -> assertThat(parent(job)).isEqualTo(PARENT));
  }

  @Test
  void comesAgainWithEachAttempt() {
    create(PARENT);
    Answer first = worker.claim(WorkerBody.claim(type));
    String id = first.jobs().get(0).path("jobId").asString();
    assertThat(alice.cancel(id).status()).isEqualTo(200);
    assertThat(
            worker
                .call("POST", "jobs/" + id + "/fail")
                .json(
                    "{\"leaseToken\":\"%s\",\"code\":\"C\",\"message\":\"m\"}"
                        .formatted(first.jobs().get(0).path("leaseToken").asString()))
                .send()
                .status())
        .isEqualTo(200);
    assertThat(alice.retry(id).status()).isEqualTo(200);

    assertThat(claimed())
        .singleElement()
        .satisfies(job -> assertThat(parent(job)).isEqualTo(PARENT));
  }

  @Test
  void isTheSameForAllJobsOfABatch() {
    Answer created =
        alice
            .call("POST", "/v1/jobs/batch")
            .header("traceparent", PARENT)
            .json(JobBody.batch(JobBody.of(type, "{}"), JobBody.of(type, "{}")))
            .send();

    assertThat(created.status()).isEqualTo(201);
    assertThat(claimed()).hasSize(2).allSatisfy(job -> assertThat(parent(job)).isEqualTo(PARENT));
  }

  @Test
  void isLeftOutWhereThereIsNone() {
    String unused = alice.create(type);

    assertThat(claimed())
        .singleElement()
        .satisfies(job -> assertThat(job.has("traceparent")).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void isLeftOutWhereWhatWasSentIsMalformed(String header) {
    create(header);

    assertThat(claimed())
        .singleElement()
        .satisfies(job -> assertThat(job.has("traceparent")).isFalse());
  }

  @Test
  void isNobodysToSeeButTheHolders() {
    String id = create(PARENT);

    assertThat(alice.job(id).text()).doesNotContain("traceparent");
    assertThat(alice.list("limit=1").text()).doesNotContain("traceparent");
  }

  private String create(String header) {
    Answer answer =
        alice
            .call("POST", "/v1/jobs")
            .header("traceparent", header)
            .json(JobBody.of(type, "{}").json())
            .send();
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.data().path("jobId").asString();
  }

  private List<JsonNode> claimed() {
    return worker.claim(WorkerBody.claim(type).with("maxJobs", "10")).jobs();
  }

  private static String parent(JsonNode job) {
    return job.path("traceparent").asString();
  }
}
