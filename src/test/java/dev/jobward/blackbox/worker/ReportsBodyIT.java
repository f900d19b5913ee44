package dev.jobward.blackbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.client.Leased;
import dev.jobward.blackbox.client.RawCall;
import dev.jobward.blackbox.client.Worker;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.BlackBox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of many words as a whole: if it is not valid, none of them counts. */
@BlackBox
class ReportsBodyIT {

  private static final int LIMIT = 1024 * 1024;

  @ArquillianResource private Api api;
  private Client alice;
  private Worker worker;
  private Leased held;

  @SuppressWarnings("NullAway.Init") // set before each test
  ReportsBodyIT() {}

  @BeforeEach
  void runAJob() {
    alice = api.newUser();
    worker = api.newWorker();
    String type = Api.unservedType();
    alice.create(type);
    held = worker.take(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | reports",
        "{\"reports\":null} | reports",
        "{\"reports\":{}} | reports",
        "{\"reports\":\"x\"} | reports",
        "{\"reports\":[]} | reports",
        "{\"reports\":[1]} | reports[0]",
        "{\"reports\":[null]} | reports[0]",
        "{\"reports\":[[]]} | reports[0]",
        "{\"reports\":[],\"more\":1} | reports more",
      })
  void refusesWhatIsNoListOfReports(String body, String fields) {
    assertThat(send(body)).isRefusedFor("INVALID_BODY", fields.split(" ", -1));
  }

  @Test
  void countsNoneIfOneIsNoObject() {
    Answer answer = worker.report(List.of(complete().json(), "5"));

    assertThat(answer).isRefusedFor("INVALID_BODY", "reports[1]");
    assertStillHeld();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"reports\":[",
        "{\"reports\":[{\"jobId\":\"a\",\"jobId\":\"a\"}]}",
        "{\"reports\":[{}],\"reports\":[{}]}",
        "{\"reports\":[{}]}x",
        "\ufeff{\"reports\":[{}]}"
      })
  void refusesWhatIsNotOneJsonObject(String body) {
    assertThat(send(body)).isRefused("INVALID_BODY");
  }

  @Test
  void takesFiveHundredAndNoMore() {
    String stranger =
        WorkerBody.of(held).report(new Leased("no-uuid", held.token()), "heartbeat").json();
    List<String> many = new ArrayList<>(Collections.nCopies(500, stranger));
    assertThat(worker.report(many).data().path("reports").size()).isEqualTo(500);
    many.add(complete().json());

    assertThat(worker.report(many)).isRefusedFor("INVALID_BODY", "reports");
    assertStillHeld();
  }

  /** Each report's own object is the first level. */
  @Test
  void takesAHundredLevelsInEachAndNoMore() {
    String deepest = "[".repeat(99) + "]".repeat(99);

    assertThat(worker.report(List.of(complete('[' + deepest + ']')))).isRefused("INVALID_BODY");
    assertStillHeld();
    assertThat(worker.report(List.of(complete(deepest)))).isSuccess(200);
    assertThat(alice.job(held.jobId()).literal("data", "result")).isEqualTo(deepest);
  }

  @Test
  void takesReportsOfOneMebibyteEachAndNoMore() {
    String most = complete('"' + "x".repeat(LIMIT - complete("\"\"").length()) + '"');
    assertThat(most).hasSize(LIMIT);

    Answer tooLarge = worker.report(List.of(most.replaceFirst("x", "xx")));
    assertThat(tooLarge.data().at("/reports/0/status").intValue()).isEqualTo(413);
    assertStillHeld();
    assertThat(worker.report(Collections.nCopies(15, most))).isSuccess(200);
  }

  @Test
  void refusesMoreThan16MebibytesTogetherWithoutWaitingForThem() {
    Answer answer =
        new RawCall(api, "POST /v1/worker/reports HTTP/1.1")
            .line("Authorization: Bearer " + api.tokens().token(Api.newSubject(), "worker"))
            .line("Content-Type: application/json")
            .line("Content-Length: " + (16 * LIMIT + 1))
            .send();

    assertThat(answer).isRefused("PAYLOAD_TOO_LARGE");
  }

  private Answer send(String body) {
    return worker.call("POST", "reports").json(body).send();
  }

  private WorkerBody complete() {
    return WorkerBody.of(held).report(held, "complete");
  }

  private String complete(String result) {
    return WorkerBody.json(held, result).report(held, "complete").json();
  }

  private void assertStillHeld() {
    assertThat(worker.heartbeat(held)).isSuccess(200);
  }
}
