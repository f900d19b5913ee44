package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.api.WorkerReport.Outcome;
import dev.jobward.execution.Failure;
import dev.jobward.execution.Heartbeat;
import dev.jobward.execution.JobResult;
import dev.jobward.execution.LeaseToken;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerReportTest {

  private static final JobId ID = new JobId(UUID.randomUUID());
  private static final LeaseToken TOKEN = new LeaseToken(UUID.randomUUID());
  private static final String SAID = "\"leaseToken\":\"%s\"".formatted(TOKEN);

  @Test
  void isAHeartbeatOf30SecondsWhereNothingElseIsSaid() {
    Heartbeat beat = parse(Outcome.HEARTBEAT, SAID).heartbeat(ID, TOKEN);

    assertThat(beat.lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(beat.progress()).isEmpty();
  }

  @Test
  void isAHeartbeatWithProgress() {
    Heartbeat beat =
        parse(Outcome.HEARTBEAT, SAID + ",\"leaseSeconds\":5,\"progress\":{\"percent\":7}")
            .heartbeat(ID, TOKEN);

    assertThat(beat.lease()).isEqualTo(Duration.ofSeconds(5));
    assertThat(beat.progress().orElseThrow().percent()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",\"resultType\":\"NONE\"", ",\"resultType\":null", ",\"result\":null"})
  void isASuccessWithoutAResult(String members) {
    assertThat(result(members)).isEqualTo(JobResult.none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.00", "null", "\"\\u0000\"", "{\"a\": [1e400]}", "[]"})
  void isASuccessWithAJsonValueAsItWasSent(String json) {
    assertThat(result(",\"resultType\":\"JSON\",\"result\":" + json))
        .isEqualTo(JobResult.json(json));
    assertThat(result(",\"result\":" + json + ",\"resultType\":\"JSON\""))
        .isEqualTo(JobResult.json(json));
  }

  @Test
  void isASuccessWithEveryCharacterOfAText() {
    assertThat(result(",\"resultType\":\"TEXT\",\"result\":\"\\u0000\\ud800é\\n\""))
        .isEqualTo(JobResult.text("\0\ud800é\n"));
  }

  @Test
  void isAFailureThatMayBeRetriedUnlessItSaysOtherwise() {
    String words = SAID + ",\"code\":\"C\",\"message\":\"m\"";
    Failure failure = parse(Outcome.FAIL, words).failure(ID, TOKEN);

    assertThat(failure.error()).isEqualTo(new JobError("C", "m"));
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.notBefore()).isZero();
    assertThat(parse(Outcome.FAIL, words + ",\"retryable\":false").failure(ID, TOKEN).retryable())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HEARTBEAT | leaseToken",
        "COMPLETE | leaseToken",
        "FAIL | leaseToken code message",
      })
  void demandsWhatItsCallNeeds(Outcome outcome, String members) {
    assertThat(fields(outcome, "")).containsExactly(members.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HEARTBEAT | \"result\":1",
        "HEARTBEAT | \"code\":\"c\"",
        "COMPLETE | \"progress\":{\"percent\":1}",
        "COMPLETE | \"leaseSeconds\":30",
        "FAIL | \"progress\":{\"percent\":1}",
        "COMPLETE | \"jobId\":\"x\"",
        "COMPLETE | \"outcome\":\"complete\""
      })
  void refusesAMemberOfAnotherCall(Outcome outcome, String member) {
    String required = outcome == Outcome.FAIL ? ",\"code\":\"C\",\"message\":\"m\"" : "";

    assertThat(fields(outcome, SAID + required + "," + member))
        .containsExactly(member.substring(1, member.indexOf(':') - 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"result\":1",
        ",\"resultType\":\"JSON\"",
        ",\"resultType\":\"TEXT\"",
        ",\"resultType\":\"TEXT\",\"result\":5",
        ",\"resultType\":\"NONE\",\"result\":{}"
      })
  void refusesAResultThatDoesNotFitItsType(String members) {
    assertThat(fields(Outcome.COMPLETE, SAID + members)).containsExactly("result");
  }

  @Test
  void saysThatAFileIsSentInAnotherWay() {
    assertThat(
            Refused.faults(
                ErrorCode.INVALID_BODY,
                () -> parse(Outcome.COMPLETE, SAID + ",\"resultType\":\"FILE\"")))
        .containsExactly(
            new Fault("resultType", "must be one of NONE, JSON, TEXT; a file is sent with PUT"));
  }

  @Test
  void hasNoTokenWhereThereIsNothingThatWasGivenOutAsOne() {
    assertThat(parse(Outcome.HEARTBEAT, "\"leaseToken\":\"x\"").token()).isEmpty();
    assertThat(parse(Outcome.HEARTBEAT, SAID).token()).hasValue(TOKEN);
  }

  @Test
  void keepsWhatIsWrongWithOneOfManyWithIt() {
    List<WorkerReport> reports =
        parseMany(
            "{\"jobId\":\"a\",\"outcome\":\"heartbeat\",%s}".formatted(SAID),
            "{\"jobId\":\"b\",\"outcome\":\"fail\",%s,\"result\":1}".formatted(SAID),
            "{\"jobId\":\"c\",\"outcome\":\"complete\",%s}".formatted(SAID));

    assertThat(reports).extracting(WorkerReport::sentJobId).containsExactly("a", "b", "c");
    assertThat(reports.get(0).fault()).isEmpty();
    assertThat(reports.get(1).fault().orElseThrow())
        .contains("reports[1].code is required", "reports[1].message", "reports[1].result");
    assertThat(reports.get(2).fault()).isEmpty();
    assertThat(reports.get(2).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void readsTheOutcomeWhereverItStands() {
    List<WorkerReport> reports =
        parseMany(
            "{%s,\"result\":1,\"resultType\":\"JSON\",\"jobId\":\"a\",\"outcome\":\"complete\"}"
                .formatted(SAID));

    assertThat(reports.get(0).fault()).isEmpty();
    assertThat(reports.get(0).success(ID, TOKEN).result()).isEqualTo(JobResult.json("1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Complete\"", "\"file\"", "null", "5", "[]"})
  void refusesAnOutcomeThatIsNone(String outcome) {
    List<WorkerReport> reports =
        parseMany("{\"jobId\":\"a\",\"outcome\":%s,%s}".formatted(outcome, SAID));

    assertThat(reports.get(0).fault().orElseThrow())
        .isEqualTo("reports[0].outcome must be one of complete, fail, heartbeat");
  }

  @Test
  void refusesTheWholeForOneThatIsNoObject() {
    assertThat(
            Refused.fields(
                ErrorCode.INVALID_BODY,
                () -> parseMany("{\"jobId\":\"a\",\"outcome\":\"fail\"}", "5")))
        .containsExactly("reports[1]");
  }

  @Test
  void takesFiveHundredAndNoMore() {
    String one = "{\"jobId\":\"a\",\"outcome\":\"heartbeat\",%s}".formatted(SAID);

    assertThat(parseMany(Collections.nCopies(500, one).toArray(String[]::new))).hasSize(500);
    assertThat(
            Refused.fields(
                ErrorCode.INVALID_BODY,
                () -> parseMany(Collections.nCopies(501, one).toArray(String[]::new))))
        .containsExactly("reports");
    assertThat(Refused.fields(ErrorCode.INVALID_BODY, WorkerReportTest::parseMany))
        .containsExactly("reports");
  }

  @Test
  void boundsEachOfThem() {
    String large =
        "{\"jobId\":\"%s\",\"outcome\":\"heartbeat\",%s}".formatted("é".repeat(500), SAID);

    String small = "{\"jobId\":\"a\",\"outcome\":\"heartbeat\",%s}".formatted(SAID);

    assertThat(parseMany(small, large, small))
        .extracting(WorkerReport::isTooLarge)
        .containsExactly(false, true, false);
  }

  private static WorkerReport parse(Outcome outcome, String members) {
    return WorkerReport.parse(("{" + members + "}").getBytes(StandardCharsets.UTF_8), outcome);
  }

  private static JobResult result(String members) {
    return parse(Outcome.COMPLETE, SAID + members).success(ID, TOKEN).result();
  }

  private static List<String> fields(Outcome outcome, String members) {
    return Refused.fields(ErrorCode.INVALID_BODY, () -> parse(outcome, members));
  }

  /** Each may have a thousand bytes. */
  private static List<WorkerReport> parseMany(String... reports) {
    String body = "{\"reports\":[" + String.join(",", reports) + "]}";
    return WorkerReport.parseMany(body.getBytes(StandardCharsets.UTF_8), 1_000);
  }
}
