package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.PayloadFault;
import dev.jobward.job.JobType;
import dev.jobward.job.NewJob;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a batch; each creation in it is read as one that comes alone. */
class NewJobParserBatchTest {

  private static final long NOW = 1_764_000_000_000L;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
  private static final int MAX_BYTES = 2_000;
  private static final String GOOD = "{\"jobType\":\"a\",\"payload\":{}}";

  @Test
  void takesTheJobsInTheirOrder() {
    List<NewJob> jobs =
        parse(
            "{\"jobs\":[{\"jobType\":\"b\",\"payload\":{ \"n\" : 1.00 },\"priority\":3},\n%s]}"
                .formatted(GOOD));

    assertThat(jobs).extracting(job -> job.type().name()).containsExactly("b", "a");
    assertThat(jobs).extracting(NewJob::payload).containsExactly("{ \"n\" : 1.00 }", "{}");
    assertThat(jobs).extracting(NewJob::priority).containsExactly(3, 0);
  }

  @Test
  void takesAThousandAndNoMoreAndNotNone() {
    assertThat(parse(batchOf(1_000, GOOD))).hasSize(1_000);
    assertThat(faults(batchOf(1_001, GOOD)))
        .containsExactly(new Fault("jobs", "must have 1 to 1000 elements, and has 1001"));
    assertThat(faults(batchOf(0, GOOD)))
        .containsExactly(new Fault("jobs", "must have 1 to 1000 elements, and has 0"));
  }

  @Test
  void readsNothingOfWhatIsTooMany() {
    assertThat(faults(batchOf(1_500, "{\"jobType\":1}"))).hasSize(2_001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "\"[]\"", "5", "true"})
  void takesNothingElseForTheJobs(String jobs) {
    assertThat(faults("{\"jobs\":%s}".formatted(jobs)))
        .containsExactly(new Fault("jobs", "must be an array"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"{}\"", "5", "true"})
  void takesNothingElseForAJob(String job) {
    assertThat(faults("{\"jobs\":[%s,%s]}".formatted(GOOD, job)))
        .containsExactly(new Fault("jobs[1]", "must be an object"));
  }

  @Test
  void demandsTheJobsAndNothingElse() {
    assertThat(faults("{\"job\":[]}"))
        .containsExactlyInAnyOrder(
            new Fault("job", "is not a member of a batch"), new Fault("jobs", "is required"));
  }

  @Test
  void saysOfEachFaultInWhichJobItIs() {
    String body =
        "{\"jobs\":[%s,{\"jobType\":1,\"payload\":[],\"priority\":101,\"x\":1},%s,{}]}"
            .formatted(GOOD, GOOD);

    assertThat(Refused.fields(ErrorCode.INVALID_BODY, () -> parse(body)))
        .containsExactlyInAnyOrder(
            "jobs[1].jobType",
            "jobs[1].payload",
            "jobs[1].priority",
            "jobs[1].x",
            "jobs[3].jobType",
            "jobs[3].payload");
  }

  @Test
  void comparesExpiryAndRunAtOfOneJob() {
    String early = "{\"jobType\":\"a\",\"payload\":{},\"runAt\":%d}".formatted(NOW + 10);
    String late = "{\"jobType\":\"a\",\"payload\":{},\"expiresAt\":%d}".formatted(NOW + 5);
    String both =
        "{\"jobType\":\"a\",\"payload\":{},\"expiresAt\":%d,\"runAt\":%d}"
            .formatted(NOW + 5, NOW + 10);

    assertThat(parse("{\"jobs\":[%s,%s]}".formatted(early, late))).hasSize(2);
    assertThat(faults("{\"jobs\":[%s,%s,%s]}".formatted(early, late, both)))
        .containsExactly(new Fault("jobs[2].expiresAt", "must be after runAt"));
  }

  @Test
  void asksEachTypeWhatItHasAgainstThePayload() {
    assertThat(
            Refused.faults(
                ErrorCode.INVALID_BODY,
                () ->
                    NewJobParser.parseBatch(
                        utf8("{\"jobs\":[%s,%s]}".formatted(GOOD, GOOD.replace("\"a\"", "\"b\""))),
                        MAX_BYTES,
                        CLOCK,
                        NewJobParserBatchTest::refuseB)))
        .containsExactly(new Fault("jobs[1].payload.format", "must be csv"));
  }

  @Test
  void boundsEachJobByItsBytes() {
    String fitting = ofLength(MAX_BYTES);

    assertThat(parse(batchOf(3, fitting))).hasSize(3);
    Refused.failure(
        ErrorCode.PAYLOAD_TOO_LARGE,
        () -> parse("{\"jobs\":[%s,%s]}".formatted(fitting, ofLength(MAX_BYTES + 1))));
  }

  @Test
  void looksAtTheLengthBeforeWhatElseIsWrong() {
    Refused.failure(
        ErrorCode.PAYLOAD_TOO_LARGE,
        () -> parse("{\"x\":1,\"jobs\":[{},%s]}".formatted(ofLength(MAX_BYTES + 1))));
  }

  @Test
  void takesAHundredLevelsOfEachJobAndNoMore() {
    String deepest =
        "{\"jobType\":\"a\",\"payload\":{\"a\":" + "[".repeat(98) + "]".repeat(98) + "}}";
    String tooDeep = deepest.replace("[]", "[[]]");

    assertThat(parse(batchOf(2, deepest))).hasSize(2);
    assertThat(faults(batchOf(2, tooDeep)))
        .containsExactly(new Fault("body", "must not nest deeper than 100 levels"));
  }

  @Test
  void refusesANameTwiceWhereverItIs() {
    for (String body :
        new String[] {
          "{\"jobs\":[%s],\"jobs\":[%s]}".formatted(GOOD, GOOD),
          "{\"jobs\":[%s,{\"jobType\":\"a\",\"jobType\":\"a\",\"payload\":{}}]}".formatted(GOOD),
          "{\"jobs\":[{\"jobType\":\"a\",\"payload\":{\"k\":[{\"a\":1,\"a\":1}]}}]}"
        }) {
      assertThat(faults(body))
          .singleElement()
          .satisfies(
              fault -> assertThat(fault.message()).startsWith("has a name twice in one object"));
    }
  }

  private static List<PayloadFault> refuseB(JobType type, String payload) {
    return type.name().equals("b") ? List.of(new PayloadFault("format", "must be csv")) : List.of();
  }

  private static String batchOf(int count, String job) {
    return "{\"jobs\":[" + String.join(",", Collections.nCopies(count, job)) + "]}";
  }

  private static String ofLength(int bytes) {
    String empty = "{\"jobType\":\"a\",\"payload\":{\"a\":\"\"}}";
    return empty.replace("\"\"}}", "\"" + "x".repeat(bytes - empty.length()) + "\"}}");
  }

  private static List<NewJob> parse(String body) {
    return NewJobParser.parseBatch(utf8(body), MAX_BYTES, CLOCK, (type, payload) -> List.of());
  }

  private static List<Fault> faults(String body) {
    return Refused.faults(ErrorCode.INVALID_BODY, () -> parse(body));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
