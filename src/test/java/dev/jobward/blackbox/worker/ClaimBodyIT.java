package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.stream.IntStream;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a claim may ask for. */
@BlackBox
class ClaimBodyIT {

  private final String type = Api.unservedType();

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;
  private String id = "";

  @SuppressWarnings("NullAway.Init") // set before each test
  ClaimBodyIT() {}

  @BeforeEach
  void meetThem() {
    alice = api.newUser();
    worker = api.newWorker();
    id = alice.create(type);
  }

  @ParameterizedTest
  @CsvSource({"maxJobs, 1, 100", "leaseSeconds, 5, 3600", "waitSeconds, 0, 30"})
  void takesANumberUpToItsBoundsAndNoFurther(String member, int least, int most) {
    for (int value : new int[] {least, most}) {
      alice.create(type);
      assertThat(worker.claim(claim().with(member, Integer.toString(value)))).isSuccess(200);
    }
    for (int value : new int[] {least - 1, most + 1}) {
      assertThat(worker.claim(claim().with(member, Integer.toString(value))))
          .isRefusedFor("INVALID_BODY", member);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxJobs", "leaseSeconds", "waitSeconds"})
  void coercesNothingToANumber(String member) {
    for (String json : new String[] {"\"5\"", "5.0", "5e0", "1e999999999", "true", "[5]", "{}"}) {
      assertThat(worker.claim(claim().with(member, json))).isRefusedFor("INVALID_BODY", member);
    }
    assertNothingWasTaken();
  }

  @Test
  void takesNullForAnOptionalMemberAsIfItWereLeftOut() {
    assertThat(
            worker.claim(
                claim()
                    .with("maxJobs", "null")
                    .with("leaseSeconds", "null")
                    .with("waitSeconds", "null")))
        .isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "[\"w\"]", "{}", "\"\"", "\"a\\u0000\""})
  void refusesAWorkerIdThatIsNone(String json) {
    assertThat(worker.claim(claim().with("workerId", json)))
        .isRefusedFor("INVALID_BODY", "workerId");
    assertNothingWasTaken();
  }

  @Test
  void takesAWorkerIdOf200CharactersAndNoMore() {
    assertThat(worker.claim(claim().with("workerId", '"' + "w".repeat(201) + '"')))
        .isRefusedFor("INVALID_BODY", "workerId");
    assertThat(worker.claim(claim().with("workerId", '"' + "w".repeat(200) + '"'))).isSuccess(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "\"a\"", "{}", "[]"})
  void refusesJobTypesThatAreNoList(String json) {
    assertThat(worker.claim(claim().with("jobTypes", json)))
        .isRefusedFor("INVALID_BODY", "jobTypes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "\"1a\"", "\"\"", "\"a b\"", "[\"a\"]", "\"a\\u0000\""})
  void namesTheJobTypeThatIsNone(String json) {
    assertThat(worker.claim(claim().with("jobTypes", "[\"" + type + "\"," + json + "]")))
        .isRefusedFor("INVALID_BODY", "jobTypes[1]");
    assertNothingWasTaken();
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "jobs.export", "http.request"})
  void refusesATypeThatTheServerItselfRuns(String served) {
    var answer = worker.claim(WorkerBody.claim(type, served));

    assertThat(answer).isRefusedFor("INVALID_BODY", "jobTypes[1]");
    assertThat(answer.text()).contains("run by the server itself");
    assertNothingWasTaken();
  }

  @Test
  void takesAHundredJobTypesAndNoMore() {
    String[] hundred = IntStream.range(0, 100).mapToObj(i -> "t" + i).toArray(String[]::new);
    String[] more = IntStream.range(0, 101).mapToObj(i -> "t" + i).toArray(String[]::new);

    assertThat(worker.claim(WorkerBody.claim(hundred))).isSuccess(200);
    assertThat(worker.claim(WorkerBody.claim(more))).isRefusedFor("INVALID_BODY", "jobTypes");
  }

  @Test
  void takesAJobTypeThatIsNamedTwiceForOne() {
    assertThat(worker.take(WorkerBody.claim(type, type).with("maxJobs", "5"))).hasSize(1);
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThat(
            worker.claim(
                WorkerBody.claim("1", "echo")
                    .without("workerId")
                    .with("maxJobs", "0")
                    .with("leaseSeconds", "4")
                    .with("waitSeconds", "31")
                    .with("colour", "\"red\"")))
        .isRefusedFor(
            "INVALID_BODY",
            "workerId",
            "jobTypes[0]",
            "jobTypes[1]",
            "maxJobs",
            "leaseSeconds",
            "waitSeconds",
            "colour");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "5", "{", "{} {}", "{\"workerId\":\"a\",\"workerId\":\"a\"}"})
  void refusesWhatIsNotOneJsonObject(String body) {
    assertThat(worker.call("POST", "claim").json(body).send()).isRefused("INVALID_BODY");
  }

  private WorkerBody claim() {
    return WorkerBody.claim(type);
  }

  private void assertNothingWasTaken() {
    assertThat(alice.job(id).data().path("attempts").intValue()).isZero();
  }
}
