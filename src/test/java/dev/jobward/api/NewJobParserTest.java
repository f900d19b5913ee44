package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.NewJob;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of a creation. What is JSON at all: {@link NewJobParserSyntaxTest}. */
class NewJobParserTest {

  private static final long NOW = 1_764_000_000_000L;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);

  @Test
  void takesAJobWithNothingButItsTypeAndPayload() {
    NewJob job = parse("{\"jobType\":\"report.export\",\"payload\":{}}");

    assertThat(job.type().name()).isEqualTo("report.export");
    assertThat(job.payload()).isEqualTo("{}");
    assertThat(job.priority()).isZero();
    assertThat(job.maxAttempts()).isEqualTo(3);
    assertThat(job.timeoutSeconds()).isEqualTo(3600);
    assertThat(job.runAt()).isEmpty();
    assertThat(job.expiresAt()).isEmpty();
  }

  @Test
  void takesEveryOptionalMember() {
    NewJob job =
        parseWith(
            "\"priority\":-7,\"maxAttempts\":9,\"timeoutSeconds\":60,\"runAt\":%d,\"expiresAt\":%d"
                .formatted(NOW + 1, NOW + 2));

    assertThat(job.priority()).isEqualTo(-7);
    assertThat(job.maxAttempts()).isEqualTo(9);
    assertThat(job.timeoutSeconds()).isEqualTo(60);
    assertThat(job.runAt()).contains(Instant.ofEpochMilli(NOW + 1));
    assertThat(job.expiresAt()).contains(Instant.ofEpochMilli(NOW + 2));
  }

  @Test
  void takesTheMembersInAnyOrder() {
    NewJob job = parse("{\"payload\":{\"a\":1},\"priority\":1,\"jobType\":\"a\"}");

    assertThat(job.payload()).isEqualTo("{\"a\":1}");
    assertThat(job.type().name()).isEqualTo("a");
  }

  @Test
  void takesNullForAnOptionalMemberAsIfItWereLeftOut() {
    NewJob job =
        parseWith(
            "\"priority\":null,\"maxAttempts\":null,\"timeoutSeconds\":null,\"runAt\":null,\"expiresAt\":null");

    assertThat(job.priority()).isZero();
    assertThat(job.maxAttempts()).isEqualTo(3);
    assertThat(job.timeoutSeconds()).isEqualTo(3600);
    assertThat(job.runAt()).isEmpty();
    assertThat(job.expiresAt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "priority, -100", "priority, 100", "maxAttempts, 1", "maxAttempts, 100",
    "timeoutSeconds, 1", "timeoutSeconds, 86400", "runAt, 0", "runAt, 253402300799999",
    "expiresAt, 1764000000001", "expiresAt, 253402300799999"
  })
  void takesTheEndsOfEachRange(String member, String value) {
    assertThat(parseWith("\"%s\":%s".formatted(member, value)).payload()).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource({
    "priority, -101",
    "priority, 101",
    "maxAttempts, 0",
    "maxAttempts, 101",
    "maxAttempts, -1",
    "timeoutSeconds, 0",
    "timeoutSeconds, 86401",
    "runAt, -1",
    "runAt, 253402300800000",
    "expiresAt, -1",
    "expiresAt, 253402300800000"
  })
  void refusesANumberOutOfItsRange(String member, String value) {
    assertThat(fields("\"%s\":%s".formatted(member, value))).containsExactly(member);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"5\"",
        "5.5",
        "5.0",
        "5e0",
        "5E+1",
        "1e999999999",
        "2147483648",
        "-2147483649",
        "9223372036854775808",
        "18446744073709551621",
        "4294967301",
        "true",
        "false",
        "[5]",
        "{}",
        "{\"a\":[1]}",
        "[]",
        "\"\""
      })
  void coercesNothingIntoAnInteger(String value) {
    assertThat(fields("\"priority\":" + value)).containsExactly("priority");
    assertThat(fields("\"runAt\":" + value.replace("2147483648", "-1").replace("4294967301", "-1")))
        .containsExactly("runAt");
  }

  @Test
  void tellsTheRangeOfANumber() {
    assertThat(faults("\"priority\":101"))
        .containsExactly(new Fault("priority", "must be a whole number between -100 and 100"));
  }

  @Test
  void refusesAMillionDigitsWhereAnIntegerBelongs() {
    assertThat(fields("\"priority\":" + "9".repeat(1_000_000))).containsExactly("priority");
  }

  @Test
  void refusesAMillionDigitsOfAFractionWhereAnIntegerBelongs() {
    assertThat(fields("\"priority\":0." + "0".repeat(1_000_000))).containsExactly("priority");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"", "\" a\"", "\"a \"", "\"1a\"", "\".a\"", "\"_a\"", "\"a b\"", "\"a/b\"", "\"é\"",
        "\"a\\u0000\"", "\"a\\n\"", "\"\\ud800\"", "5", "1.5", "true", "null", "{}", "[\"a\"]"
      })
  void refusesAJobTypeThatIsNone(String value) {
    assertThat(fieldsOf("{\"jobType\":%s,\"payload\":{}}".formatted(value)))
        .containsExactly("jobType");
  }

  @Test
  void takesAJobTypeOfAHundredCharacters() {
    String type = "Z" + "9".repeat(99);

    assertThat(parse("{\"jobType\":\"%s\",\"payload\":{}}".formatted(type)).type().name())
        .isEqualTo(type);
  }

  @Test
  void refusesAJobTypeOfAHundredAndOneCharacters() {
    String body = "{\"jobType\":\"%s\",\"payload\":{}}".formatted("a".repeat(101));

    assertThat(fieldsOf(body)).containsExactly("jobType");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "[{}]", "\"{}\"", "\"\"", "1", "1.5", "true", "false"})
  void refusesAPayloadThatIsNoObject(String value) {
    assertThat(faultsOf("{\"jobType\":\"a\",\"payload\":%s}".formatted(value)))
        .containsExactly(new Fault("payload", "must be an object"));
  }

  @Test
  void demandsTypeAndPayload() {
    assertThat(faultsOf("{}"))
        .containsExactlyInAnyOrder(
            new Fault("jobType", "is required"), new Fault("payload", "is required"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "\"a\"",
        "null",
        "{\"a\":{\"b\":[]}}",
        "[[],{}]",
        "1e999999999",
        "\"\\ud800\""
      })
  void refusesAMemberThatNoJobHas(String value) {
    assertThat(faults("\"priorty\":" + value))
        .containsExactly(new Fault("priorty", "is not a member of a job"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JobType",
        "jobtype",
        "job_type",
        "payload ",
        "",
        "status",
        "owner",
        "jobId",
        "id"
      })
  void refusesANameThatIsNotSpeltExactly(String name) {
    assertThat(fields("\"%s\":1".formatted(name))).containsExactly(name);
  }

  @Test
  void doesNotRepeatAnEndlessName() {
    assertThat(fields("\"%s\":1".formatted("n".repeat(500_000))).get(0)).hasSizeLessThan(200);
  }

  @Test
  void tellsEveryFaultAtOnce() {
    String body =
        "{\"jobType\":5,\"payload\":[],\"priority\":\"5\",\"maxAttempts\":0,\"timeoutSeconds\":1.5,"
            + "\"runAt\":-1,\"expiresAt\":true,\"other\":{}}";

    assertThat(fieldsOf(body))
        .containsExactlyInAnyOrder(
            "jobType",
            "payload",
            "priority",
            "maxAttempts",
            "timeoutSeconds",
            "runAt",
            "expiresAt",
            "other");
  }

  @Test
  void takesARunAtThatIsPast() {
    assertThat(parseWith("\"runAt\":1").runAt()).contains(Instant.ofEpochMilli(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, NOW - 1, NOW})
  void refusesAnExpiryThatIsNotInTheFuture(long expiresAt) {
    assertThat(fields("\"expiresAt\":" + expiresAt)).containsExactly("expiresAt");
  }

  @ParameterizedTest
  @ValueSource(longs = {NOW + 5000, NOW + 5001})
  void refusesAnExpiryThatIsNotAfterRunAt(long runAt) {
    assertThat(faults("\"expiresAt\":%d,\"runAt\":%d".formatted(NOW + 5000, runAt)))
        .containsExactly(new Fault("expiresAt", "must be after runAt"));
  }

  @Test
  void takesAnExpiryOneMillisecondAfterRunAt() {
    NewJob job = parseWith("\"expiresAt\":%d,\"runAt\":%d".formatted(NOW + 5001, NOW + 5000));

    assertThat(job.expiresAt()).contains(Instant.ofEpochMilli(NOW + 5001));
  }

  private static NewJob parse(String body) {
    return NewJobParser.parse(
        body.getBytes(StandardCharsets.UTF_8), CLOCK, (type, payload) -> List.of());
  }

  private static NewJob parseWith(String members) {
    return parse("{\"jobType\":\"a\",\"payload\":{},%s}".formatted(members));
  }

  private static List<Fault> faultsOf(String body) {
    return Refused.faults(ErrorCode.INVALID_BODY, () -> parse(body));
  }

  private static List<String> fieldsOf(String body) {
    return Refused.fields(ErrorCode.INVALID_BODY, () -> parse(body));
  }

  private static List<Fault> faults(String members) {
    return Refused.faults(ErrorCode.INVALID_BODY, () -> parseWith(members));
  }

  private static List<String> fields(String members) {
    return Refused.fields(ErrorCode.INVALID_BODY, () -> parseWith(members));
  }
}
