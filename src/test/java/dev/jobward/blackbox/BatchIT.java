package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Many creations in one request: all of them or none, in order. */
@BlackBox
class BatchIT {

  private static final long LATEST = 253_402_300_799_999L;

  @ArquillianResource private Api api;
  private Client alice;

  @BeforeEach
  void meetAlice() {
    alice = api.newUser();
  }

  @Test
  void answersWithEachJobInTheOrderInWhichTheyWereSent() {
    Answer created =
        alice.postBatch(
            JobBody.batch(
                JobBody.idle().with("priority", "7"),
                JobBody.of("z.last", "{\"n\":1}"),
                JobBody.of("a.first", "{\"n\":2}").with("maxAttempts", "9")));

    assertThat(created).isSuccess(201);
    assertThat(created.header("Location").orElseThrow()).endsWith("/v1/jobs");
    assertThat(created.has("Idempotent-Replayed")).isFalse();
    assertThat(created.data().propertyNames()).containsExactly("jobs");
    assertThat(created.jobs()).hasSize(3);
    assertThat(created.jobs().get(0).path("priority").intValue()).isEqualTo(7);
    assertThat(created.jobs().get(1).path("jobType").asString()).isEqualTo("z.last");
    assertThat(created.jobs().get(2).path("maxAttempts").intValue()).isEqualTo(9);
    for (JsonNode job : created.jobs()) {
      assertThat(alice.job(job.path("jobId").asString()).data()).isEqualTo(job);
    }
  }

  @Test
  void keepsEachPayloadAsItWasSent() {
    List<String> payloads =
        List.of(
            "{\"b\":1.00,\"a\":1e400,\"n\":9007199254740993}",
            "{ \"\" : \"\\u0000\\ud800\" , \"\u00e9\":\"\ud83d\ude00\" }",
            "{\"n\":" + "7".repeat(2_000) + ",\"a\":[],\"back\\\\slash\":\"\\\"{},NULL\"}");

    Answer created =
        alice.postBatch(
            JobBody.batch(payloads.stream().map(p -> JobBody.of("unserved", p)).toList()));

    assertThat(created).isSuccess(201);
    for (int i = 0; i < payloads.size(); i++) {
      assertThat(created.text()).contains("\"payload\":" + payloads.get(i));
      assertThat(alice.job(created.jobIds().get(i)).literal("data", "payload"))
          .isEqualTo(payloads.get(i));
    }
  }

  @Test
  void createsAThousandJobsWhoseIdsAreInTheOrderInWhichTheyWereSent() {
    List<JobBody> bodies =
        IntStream.range(0, 1_000)
            .mapToObj(n -> JobBody.of("unserved", "{\"n\":" + n + "}"))
            .toList();

    Answer created = alice.postBatch(JobBody.batch(bodies));

    assertThat(created).isSuccess(201);
    assertThat(created.jobIds()).hasSize(1_000).isSorted().doesNotHaveDuplicates();
    assertThat(created.jobs())
        .extracting(job -> job.path("payload").path("n").intValue())
        .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    assertThat(alice.listAll("limit=100&sortOrder=asc"))
        .containsExactlyElementsOf(created.jobIds());
    List<String> newestFirst = new ArrayList<>(created.jobIds());
    Collections.reverse(newestFirst);
    assertThat(alice.listAll("limit=100")).containsExactlyElementsOf(newestFirst);
  }

  @Test
  void runsThemAll() {
    Answer created =
        alice.postBatch(JobBody.batch(JobBody.echo("{\"n\":1.0}"), JobBody.echo("{\"n\":2.0}")));

    for (int i = 0; i < 2; i++) {
      Answer done = alice.await(created.jobIds().get(i), "COMPLETED");
      assertThat(done.literal("data", "result")).isEqualTo("{\"n\":%d.0}".formatted(i + 1));
    }
  }

  @Test
  void tellsATimeToTheMillisecondAsItIsStored() {
    Answer created =
        alice.postBatch(
            JobBody.batch(
                JobBody.idle().with("runAt", Long.toString(LATEST)),
                JobBody.idle().with("runAt", "1").with("expiresAt", Long.toString(LATEST))));

    assertThat(created.jobs().get(0).path("runAt").longValue()).isEqualTo(LATEST);
    assertThat(created.jobs().get(1).path("runAt"))
        .isEqualTo(created.jobs().get(1).path("createdAt"));
    assertThat(created.jobs().get(1).path("expiresAt").longValue()).isEqualTo(LATEST);
    for (JsonNode job : created.jobs()) {
      assertThat(alice.job(job.path("jobId").asString()).data()).isEqualTo(job);
    }
  }

  @Test
  void namesEverythingThatIsWrongAndCreatesNothing() {
    Answer refused =
        alice.postBatch(
            JobBody.batch(
                JobBody.idle(),
                JobBody.idle().with("priority", "101").with("maxAttempts", "\"5\""),
                JobBody.idle(),
                JobBody.idle().without("payload").with("other", "{}"),
                JobBody.of("1", "[]").with("expiresAt", "1")));

    assertThat(refused)
        .isRefusedFor(
            "INVALID_BODY",
            "jobs[1].priority",
            "jobs[1].maxAttempts",
            "jobs[3].payload",
            "jobs[3].other",
            "jobs[4].jobType",
            "jobs[4].payload",
            "jobs[4].expiresAt");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @Test
  void namesTheLastOfAThousand() {
    List<JobBody> bodies = new ArrayList<>(Collections.nCopies(999, JobBody.idle()));
    bodies.add(JobBody.idle().with("priority", "5.5"));

    assertThat(alice.postBatch(JobBody.batch(bodies)))
        .isRefusedFor("INVALID_BODY", "jobs[999].priority");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @Test
  void namesEachOfAThousand() {
    Answer refused =
        alice.postBatch(
            JobBody.batch(Collections.nCopies(1_000, JobBody.idle().without("payload"))));

    assertThat(refused.faultyFields())
        .containsExactlyElementsOf(
            IntStream.range(0, 1_000).mapToObj("jobs[%d].payload"::formatted).toList());
  }

  @Test
  void namesWhatAJobsOwnTypeHasAgainstItsPayload() {
    assertThat(
            alice.postBatch(
                JobBody.batch(
                    JobBody.of("jobs.export", "{\"format\":\"csv\"}"),
                    JobBody.of("jobs.export", "{\"format\":\"xml\",\"status\":\"DONE\"}"),
                    JobBody.of("http.request", "{}"))))
        .isRefusedFor(
            "INVALID_BODY",
            "jobs[1].payload.format",
            "jobs[1].payload.status",
            "jobs[2].payload.url");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @Test
  void refusesNoneAndMoreThanAThousand() {
    assertThat(alice.postBatch(JobBody.batch())).isRefusedFor("INVALID_BODY", "jobs");
    assertThat(alice.postBatch(JobBody.batch(Collections.nCopies(1_001, JobBody.idle()))))
        .isRefusedFor("INVALID_BODY", "jobs");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "5", "\"[]\"", "true", "{\"0\":{}}"})
  void refusesJobsThatAreNoArray(String jobs) {
    assertThat(alice.postBatch("{\"jobs\":" + jobs + "}")).isRefusedFor("INVALID_BODY", "jobs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "\"\"", "true", "[]", "[{}]"})
  void refusesElementsThatAreNoObjects(String element) {
    assertThat(
            alice.postBatch(
                "{\"jobs\":[%s,%s,%s]}".formatted(JobBody.idle().json(), element, element)))
        .isRefusedFor("INVALID_BODY", "jobs[1]", "jobs[2]");
    assertThat(alice.list("limit=1").jobIds()).isEmpty();
  }

  @Test
  void demandsTheJobsAndNothingElse() {
    assertThat(alice.postBatch("{}")).isRefusedFor("INVALID_BODY", "jobs");
    assertThat(alice.postBatch("{\"Jobs\":[],\"x\":{\"y\":[1]}}"))
        .isRefusedFor("INVALID_BODY", "jobs", "Jobs", "x");
    assertThat(alice.postBatch(JobBody.idle().json()))
        .isRefusedFor("INVALID_BODY", "jobs", "jobType", "payload");
  }

  @Test
  void isNotTakenForASingleCreation() {
    assertThat(alice.post(JobBody.batch(JobBody.idle())))
        .isRefusedFor("INVALID_BODY", "jobs", "jobType", "payload");
  }

  /** With a method of a job's own, "batch" is an id that is none. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
  void knowsNoOtherMethod(String method) {
    Answer refused = alice.call(method, "/v1/jobs/batch").send();

    assertThat(refused.status()).as("%s", refused).isIn(404, 405);
    assertThat(refused).isRefused(refused.json().path("code").asString());
  }

  @Test
  void keepsUsersApart() {
    Answer created = alice.postBatch(JobBody.batch(JobBody.idle(), JobBody.idle()));

    Client bob = api.newUser();
    assertThat(bob.listAll("limit=100")).isEmpty();
    assertThat(bob.job(created.jobIds().get(1))).isRefused("NOT_FOUND");
  }
}
