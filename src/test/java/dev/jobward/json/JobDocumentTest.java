package dev.jobward.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobDetails;
import dev.jobward.job.ResultType;
import dev.jobward.job.StoredJob;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobDocumentTest {

  @Test
  void showsANewJobWithEveryMember() {
    assertThat(json(StoredJob.aPendingJob("{\"a\":1}").details()))
        .isEqualTo(
            "{\"jobId\":\"0198c0de-0000-7000-8000-000000000001\",\"jobType\":\"report.export\","
                + "\"status\":\"PENDING\",\"resultType\":\"NONE\",\"payload\":{\"a\":1},"
                + "\"result\":null,\"error\":null,\"cancelRequested\":false,\"progress\":null,"
                + "\"attempts\":0,\"maxAttempts\":3,\"priority\":0,\"timeoutSeconds\":3600,"
                + "\"expiresAt\":null,\"createdAt\":1764000000000,\"updatedAt\":1764000000000,"
                + "\"runAt\":1764000000000,\"startedAt\":null,\"finishedAt\":null}");
  }

  @Test
  void showsTheSameInAListWithoutPayloadAndResult() {
    JobDetails details = StoredJob.aCompletedJob(ResultType.JSON, "{\"sum\":1.00}").details();
    String whole = json(details);

    assertThat(summary(details))
        .isEqualTo(whole.replace("\"payload\":{},\"result\":{\"sum\":1.00},", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":1.00,\"a\":[1e400,9007199254740993,-0]}",
        "{\"\":\"\\u0000\\ud800😀\"}",
        "{ \"a\" : \"\\/\" }"
      })
  void showsThePayloadAsItWasSent(String payload) {
    assertThat(json(StoredJob.aPendingJob(payload).details()))
        .contains("\"payload\":" + payload + ",\"result\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"x\":1.00}", "[]", "null", "1e400", "\"a\"", "true"})
  void showsAJsonResultDigitForDigit(String result) {
    assertThat(json(StoredJob.aCompletedJob(ResultType.JSON, result).details()))
        .contains("\"resultType\":\"JSON\"", "\"result\":" + result + ",\"error\"");
  }

  @Test
  void showsATextResultAsAString() {
    assertThat(json(StoredJob.aCompletedJob(ResultType.TEXT, "\"a\\u0000\\ud800\"").details()))
        .contains("\"resultType\":\"TEXT\"", "\"result\":\"a\\u0000\\ud800\",\"error\"");
  }

  @Test
  void showsOfAFileWhatItIs() {
    JobDetails details =
        StoredJob.aCompletedFileJob("a \"b\".csv", "text/csv", 5_000_000_000L).details();

    assertThat(json(details))
        .contains(
            "\"result\":{\"name\":\"a \\\"b\\\".csv\",\"contentType\":\"text/csv\","
                + "\"size\":5000000000,\"sha256\":\""
                + "00ff".repeat(16)
                + "\"},\"error\"");
    assertThat(summary(details)).doesNotContain("sha256");
  }

  @Test
  void showsWhyAJobFailed() {
    assertThat(json(StoredJob.aFailedJob("TIMEOUT", "Took \"long\".").details()))
        .contains("\"error\":{\"code\":\"TIMEOUT\",\"message\":\"Took \\\"long\\\".\"},");
  }

  @Test
  void showsAJobThatRuns() {
    assertThat(summary(StoredJob.aRunningJob(40, "half\nway").details()))
        .contains(
            "\"status\":\"RUNNING\"",
            "\"progress\":{\"percent\":40,\"message\":\"half\\nway\"}",
            "\"attempts\":2",
            "\"updatedAt\":1764000000006",
            "\"startedAt\":1764000000005",
            "\"finishedAt\":null");
  }

  @Test
  void showsProgressWithoutWords() {
    assertThat(summary(StoredJob.aRunningJob(0, null).details()))
        .contains("\"progress\":{\"percent\":0,\"message\":null}");
  }

  @Test
  void showsTimesAsWholeMilliseconds() {
    JobDetails details =
        StoredJob.aPendingJob("{}")
            .with("cancelRequested", true)
            .with("expiresAt", Instant.ofEpochMilli(253_402_300_799_999L))
            .with("runAt", Instant.ofEpochSecond(1_764_000_000L, 999_999))
            .details();

    assertThat(json(details))
        .contains(
            "\"cancelRequested\":true",
            "\"expiresAt\":253402300799999,",
            "\"runAt\":1764000000000,");
  }

  private static String json(JobDetails details) {
    return text(Json.write(json -> JobDocument.write(json, details)));
  }

  private static String summary(JobDetails details) {
    return text(Json.write(json -> JobDocument.writeSummary(json, details.job())));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
