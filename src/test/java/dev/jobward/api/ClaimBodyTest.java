package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimBodyTest {

  private static final JobType SERVED = new JobType("echo");

  @Test
  void asksForOneJobAtOnceWhereNothingElseIsSaid() {
    ClaimBody asked = parse("{\"workerId\":\"w\",\"jobTypes\":[\"a\"]}");

    assertThat(asked.claim().workerId()).isEqualTo("w");
    assertThat(asked.claim().types()).containsExactly(new JobType("a"));
    assertThat(asked.claim().places()).isEqualTo(1);
    assertThat(asked.claim().maxBytes()).isEqualTo(16L * 1024 * 1024);
    assertThat(asked.claim().lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(asked.patience()).isZero();
  }

  @Test
  void takesEveryMemberInAnyOrder() {
    ClaimBody asked =
        parse(
            "{\"waitSeconds\":7,\"leaseSeconds\":60,\"maxJobs\":9,\"jobTypes\":[\"a\",\"b\",\"a\"],"
                + "\"workerId\":\"host-1\"}");

    assertThat(asked.claim().types()).containsExactlyInAnyOrder(new JobType("a"), new JobType("b"));
    assertThat(asked.claim().places()).isEqualTo(9);
    assertThat(asked.claim().lease()).isEqualTo(Duration.ofSeconds(60));
    assertThat(asked.patience()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void takesNullForAnOptionalMemberAsIfItWereLeftOut() {
    ClaimBody asked = parseWith("\"maxJobs\":null,\"leaseSeconds\":null,\"waitSeconds\":null");

    assertThat(asked.claim().places()).isEqualTo(1);
    assertThat(asked.claim().lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(asked.patience()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "maxJobs, 1",
    "maxJobs, 100",
    "leaseSeconds, 5",
    "leaseSeconds, 3600",
    "waitSeconds, 0",
    "waitSeconds, 30"
  })
  void takesTheEndsOfEachRange(String member, int value) {
    assertThat(parseWith("\"%s\":%d".formatted(member, value)).claim().workerId()).isEqualTo("w");
  }

  @ParameterizedTest
  @CsvSource({
    "maxJobs, 0",
    "maxJobs, 101",
    "maxJobs, 1.0",
    "maxJobs, '\"1\"'",
    "maxJobs, 4294967297",
    "leaseSeconds, 4",
    "leaseSeconds, 3601",
    "leaseSeconds, true",
    "waitSeconds, -1",
    "waitSeconds, 31",
    "waitSeconds, []"
  })
  void refusesWhatIsNoNumberInItsRange(String member, String value) {
    assertThat(fields("\"%s\":%s".formatted(member, value))).containsExactly(member);
  }

  @Test
  void demandsAWorkerAndJobTypes() {
    assertThat(Refused.faults(ErrorCode.INVALID_BODY, () -> parse("{}")))
        .containsExactly(
            new Fault("workerId", "is required"), new Fault("jobTypes", "is required"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "\"\"", "[]", "\"\\u0000\""})
  void refusesAWorkerThatHasNoName(String json) {
    assertThat(
            Refused.fields(
                ErrorCode.INVALID_BODY,
                () -> parse("{\"workerId\":%s,\"jobTypes\":[\"a\"]}".formatted(json))))
        .containsExactly("workerId");
  }

  @Test
  void namesEachJobTypeThatIsNone() {
    assertThat(typeFaults("[\"a\",\"1\",5,null,\"a b\",{\"a\":[]}]"))
        .containsExactly("jobTypes[1]", "jobTypes[2]", "jobTypes[3]", "jobTypes[4]", "jobTypes[5]");
  }

  @Test
  void namesATypeThatTheServerItselfRuns() {
    assertThat(
            Refused.faults(
                ErrorCode.INVALID_BODY,
                () -> parse("{\"workerId\":\"w\",\"jobTypes\":[\"a\",\"echo\"]}")))
        .containsExactly(new Fault("jobTypes[1]", "is run by the server itself"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"a\"", "{}", "5", "[]"})
  void refusesJobTypesThatAreNoListOfAny(String json) {
    assertThat(typeFaults(json)).containsExactly("jobTypes");
  }

  @Test
  void takesAHundredTypesAndNoMore() {
    assertThat(parse("{\"workerId\":\"w\",\"jobTypes\":%s}".formatted(types(100))).claim().types())
        .hasSize(100);
    assertThat(typeFaults(types(101))).containsExactly("jobTypes");
  }

  @Test
  void refusesAMemberThatAClaimHasNot() {
    assertThat(fields("\"maxjobs\":1,\"leaseToken\":{\"a\":[1]}"))
        .containsExactly("maxjobs", "leaseToken");
  }

  private static String types(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"t" + i + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static ClaimBody parse(String body) {
    return ClaimBody.parse(body.getBytes(StandardCharsets.UTF_8), SERVED::equals);
  }

  private static ClaimBody parseWith(String members) {
    return parse("{\"workerId\":\"w\",\"jobTypes\":[\"a\"],%s}".formatted(members));
  }

  private static List<String> fields(String members) {
    return Refused.fields(ErrorCode.INVALID_BODY, () -> parseWith(members));
  }

  private static List<String> typeFaults(String json) {
    return Refused.fields(
        ErrorCode.INVALID_BODY,
        () -> parse("{\"workerId\":\"w\",\"jobTypes\":%s}".formatted(json)));
  }
}
