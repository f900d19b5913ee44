package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.job.JobAttempt;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.NewJob;
import dev.jobward.job.Owner;
import dev.jobward.job.Progress;
import dev.jobward.job.ResultType;
import dev.jobward.job.SortField;
import dev.jobward.openapi.ApiDocument;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description's bounds are those that the code holds to, tried at their very edge. */
class DescribedBoundsTest {

  private static final Clock NOW = Clock.fixed(Instant.ofEpochMilli(1), ZoneOffset.UTC);
  private static final Owner ALICE = new Owner("alice");

  private final ApiDocument document = ApiDocument.written();

  @TestFactory
  Stream<DynamicTest> ofEveryNumberInARequest() {
    List<DynamicTest> tests = new ArrayList<>();
    numbers(
        tests,
        "NewJob",
        "NewEcho",
        body -> NewJobParser.parse(body, NOW, (type, text) -> List.of()));
    numbers(tests, "Claim", "ClaimSeveral", body -> ClaimBody.parse(body, type -> false));
    numbers(
        tests,
        "Heartbeat",
        "HeartbeatWithProgress",
        body -> WorkerReport.parse(body, WorkerReport.Outcome.HEARTBEAT));
    assertThat(tests).hasSizeGreaterThanOrEqualTo(9);
    return tests.stream();
  }

  private void numbers(
      List<DynamicTest> tests, String schema, String example, Consumer<byte[]> parser) {
    document
        .component("schemas", schema)
        .path("properties")
        .forEachEntry(
            (name, member) -> {
              JsonNode number = document.resolved(member);
              if (number.path("type").asString("").equals("integer")) {
                tests.add(
                    DynamicTest.dynamicTest(
                        schema + "." + name, () -> tryNumber(name, number, example, parser)));
              }
            });
  }

  private void tryNumber(String name, JsonNode number, String example, Consumer<byte[]> parser) {
    // Of the times only one has to be in the future, which no schema says.
    long min = name.equals("expiresAt") ? 2 : number.path("minimum").longValue();
    long max = number.path("maximum").longValue();
    Function<Long, ThrowingCallable> with =
        value -> () -> parser.accept(bytes(example(example).put(name, value)));

    assertThatCode(with.apply(min)).doesNotThrowAnyException();
    assertThatCode(with.apply(max)).doesNotThrowAnyException();
    assertRefused(with.apply(min - 1));
    assertRefused(with.apply(max + 1));
    assertThatCode(() -> parser.accept(bytes(example(example).putNull(name))))
        .as("%s: null", name)
        .doesNotThrowAnyException();
  }

  @Test
  void ofProgress() {
    JsonNode percent =
        document.component("schemas", "ProgressReport").path("properties").path("percent");

    for (long value :
        new long[] {percent.path("minimum").longValue(), percent.path("maximum").longValue()}) {
      assertThatCode(() -> heartbeat(value)).doesNotThrowAnyException();
    }
    assertRefused(() -> heartbeat(percent.path("minimum").longValue() - 1));
    assertRefused(() -> heartbeat(percent.path("maximum").longValue() + 1));
  }

  private void heartbeat(long percent) {
    ObjectNode body = example("HeartbeatWithProgress");
    body.putObject("progress").put("percent", percent);
    WorkerReport.parse(bytes(body), WorkerReport.Outcome.HEARTBEAT);
  }

  @Test
  void ofALimit() {
    JsonNode limit = document.component("parameters", "Limit").path("schema");
    long min = limit.path("minimum").longValue();
    long max = limit.path("maximum").longValue();

    assertThatCode(() -> ListQuery.parse("limit=" + min, ALICE)).doesNotThrowAnyException();
    assertThatCode(() -> ListQuery.parse("limit=" + max, ALICE)).doesNotThrowAnyException();
    assertRefused(() -> ListQuery.parse("limit=" + (min - 1), ALICE));
    assertRefused(() -> ListQuery.parse("limit=" + (max + 1), ALICE));
  }

  @Test
  void ofATimeInAQuery() {
    String description =
        document.component("parameters", "DateFrom").path("description").asString();

    assertThat(description).contains("0 to " + NewJob.MAX_MILLIS);
    assertThatCode(() -> ListQuery.parse("limit=1&dateTo=" + NewJob.MAX_MILLIS, ALICE))
        .doesNotThrowAnyException();
    assertRefused(() -> ListQuery.parse("limit=1&dateTo=" + (NewJob.MAX_MILLIS + 1), ALICE));
  }

  @Test
  void ofHowManyStandTogether() {
    many("NewJobs", "jobs", "NewEcho", DescribedBoundsTest::parseBatch);
    many("Claim", "jobTypes", "", body -> ClaimBody.parse(body, type -> false));
    many("Reports", "reports", "NewEcho", body -> WorkerReport.parseMany(body, 1_000_000));
  }

  private static void parseBatch(byte[] body) {
    NewJobParser.parseBatch(body, 1_000_000, NOW, (type, text) -> List.of());
  }

  private void many(String schema, String member, String example, Consumer<byte[]> parser) {
    JsonNode array = document.component("schemas", schema).path("properties").path(member);
    int min = array.path("minItems").asInt();
    int max = array.path("maxItems").asInt();
    Function<Integer, byte[]> body =
        count -> {
          ObjectNode holder =
              schema.equals("Claim") ? example("ClaimOne") : JsonMapper.shared().createObjectNode();
          var elements = holder.putArray(member);
          for (int i = 0; i < count; i++) {
            if (example.isEmpty()) {
              elements.add("a" + i);
            } else {
              elements.add(example(example));
            }
          }
          return bytes(holder);
        };

    assertThatCode(() -> parser.accept(body.apply(min))).doesNotThrowAnyException();
    assertThatCode(() -> parser.accept(body.apply(max))).doesNotThrowAnyException();
    assertRefused(() -> parser.accept(body.apply(min - 1)));
    assertRefused(() -> parser.accept(body.apply(max + 1)));
  }

  @Test
  void ofTexts() {
    text("Claim", "workerId", "ClaimOne", body -> ClaimBody.parse(body, type -> false));
    text(
        "Failing",
        "code",
        "FailForGood",
        body -> WorkerReport.parse(body, WorkerReport.Outcome.FAIL));
  }

  private void text(String schema, String member, String example, Consumer<byte[]> parser) {
    JsonNode text =
        document.resolved(document.component("schemas", schema).path("properties").path(member));
    Function<Integer, byte[]> body =
        // Characters, and not the halves that Java counts.
        length -> bytes(example(example).put(member, "\uD83D\uDE00".repeat(length)));

    assertThatCode(() -> parser.accept(body.apply(text.path("minLength").asInt())))
        .doesNotThrowAnyException();
    assertThatCode(() -> parser.accept(body.apply(text.path("maxLength").asInt())))
        .doesNotThrowAnyException();
    assertRefused(() -> parser.accept(body.apply(text.path("minLength").asInt() - 1)));
    assertRefused(() -> parser.accept(body.apply(text.path("maxLength").asInt() + 1)));
  }

  @Test
  void ofTextsThatAreCut() {
    String endless = "x".repeat(10_000);
    JobError error = new JobError(endless, endless);

    assertThat(maxLength("JobError", "code")).isEqualTo(error.code().length());
    assertThat(maxLength("JobError", "message")).isEqualTo(error.message().length());
    assertThat(maxLength("Progress", "message"))
        .isEqualTo(Progress.of(1, endless).message().orElseThrow().length());
    assertThat(document.component("schemas", "ProgressReport").toString())
        .contains("after " + maxLength("Progress", "message") + " characters");
    assertThat(document.component("schemas", "FailureMessage").toString())
        .contains("after " + maxLength("JobError", "message") + " characters");
    assertThat(document.component("schemas", "Faults").toString())
        .contains("\"maxItems\":" + JsonBody.MAX_FAULTS);
  }

  private int maxLength(String schema, String member) {
    return document
        .component("schemas", schema)
        .path("properties")
        .path(member)
        .path("maxLength")
        .asInt();
  }

  @Test
  void ofWhatIsTakenIfAMemberIsLeftOut() {
    NewJob job = NewJobParser.parse(bytes(example("NewEcho")), NOW, (type, text) -> List.of());

    assertThat(standard("NewJob", "priority")).isEqualTo(job.priority());
    assertThat(standard("NewJob", "maxAttempts")).isEqualTo(job.maxAttempts());
    assertThat(standard("NewJob", "timeoutSeconds")).isEqualTo(job.timeoutSeconds());
    ObjectNode bare = example("ClaimOne");
    bare.remove("waitSeconds");
    ClaimBody claim = ClaimBody.parse(bytes(bare), type -> false);
    assertThat(standard("Claim", "maxJobs")).isEqualTo(claim.claim().places());
    assertThat(standard("Claim", "waitSeconds")).isEqualTo(claim.patience().toSeconds());
    assertThat(standard("Claim", "leaseSeconds")).isEqualTo(claim.claim().lease().toSeconds());
    assertThat(standard("Heartbeat", "leaseSeconds")).isEqualTo(WorkerReport.LEASE_SECONDS);
  }

  private long standard(String schema, String member) {
    return document
        .resolved(document.component("schemas", schema).path("properties").path(member))
        .path("default")
        .longValue();
  }

  @Test
  void ofNames() {
    assertThat(names(document.component("schemas", "JobStatus")))
        .containsExactly(names(JobStatus.values()));
    assertThat(names(document.component("schemas", "ResultType")))
        .containsExactly(names(ResultType.values()));
    assertThat(names(document.component("schemas", "Attempt").path("properties").path("outcome")))
        .containsExactlyInAnyOrder(names(JobAttempt.Outcome.values()));
    assertThat(names(document.component("parameters", "SortBy").path("schema")))
        .containsExactly(
            Arrays.stream(SortField.values()).map(SortField::parameter).toArray(String[]::new));
    assertThat(names(document.component("parameters", "SortOrder").path("schema")))
        .containsExactlyInAnyOrder("asc", "desc");
  }

  private static List<String> names(JsonNode schema) {
    return schema.path("enum").values().stream().map(JsonNode::asString).toList();
  }

  private static String[] names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
  }

  @Test
  void ofSpellings() {
    String id = "01a20ba3-a471-7774-a1df-6ff70eacf5b7";
    spelling(
        "JobType",
        text -> JobType.parse(text).isPresent(),
        "a",
        "A",
        "a.b_c-D9",
        "a".repeat(100),
        "a".repeat(101),
        "",
        "1a",
        ".a",
        "a b",
        "\u00e4",
        "a\n");
    spelling(
        "JobId",
        text -> JobId.parse(text).isPresent(),
        id,
        id.toUpperCase(java.util.Locale.ROOT),
        id.replace("-7", "-4"),
        id.replace("-a1", "-c1"),
        id + "0",
        "");
    spelling(
        "RequestId",
        text -> traceId(text).equals(text),
        "a",
        "a.b_c-D9",
        "a".repeat(64),
        "a".repeat(65),
        "",
        "a b",
        "\u00e4");
    JsonNode key = document.component("parameters", "Idempotency-Key").path("schema");
    for (String text :
        List.of("a", "!", "~", "a".repeat(255), "a".repeat(256), "a b", "\u00e4", "")) {
      assertThat(fits(key, text)).as(text).isEqualTo(isKey(text));
    }
    JsonNode cursor = document.component("schemas", "Cursor");
    assertThat(cursor.path("maxLength").asInt()).isEqualTo(CursorCodec.MAX_CHARACTERS);
  }

  private static String traceId(String sent) {
    return TraceId.of(Requests.with("X-Request-Id", sent));
  }

  private static boolean isKey(String text) {
    List<Fault> faults = new ArrayList<>();
    return IdempotencyHeader.key(Requests.with("Idempotency-Key", text), new byte[0], faults)
        .isPresent();
  }

  private void spelling(String schema, Function<String, Boolean> code, String... texts) {
    for (String text : texts) {
      assertThat(fits(document.component("schemas", schema), text))
          .as("%s: %s", schema, text)
          .isEqualTo(code.apply(text));
    }
  }

  private boolean fits(JsonNode schema, String text) {
    return document.faults(schema, JsonMapper.shared().getNodeFactory().stringNode(text)).isEmpty();
  }

  private ObjectNode example(String name) {
    return (ObjectNode) document.component("examples", name).path("value").deepCopy();
  }

  private static byte[] bytes(JsonNode body) {
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(ApiFailure.class);
  }
}
