package dev.jobward.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.PayloadFault;
import dev.jobward.job.JobFilter;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.ResultType;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportRequestTest {

  @Test
  void takesTheListsFilters() {
    ExportRequest request =
        ExportRequest.parse(
            """
            {"format": "ndjson", "jobType": "echo", "status": "FAILED", "resultType": "NONE",
             "dateFrom": 0, "dateTo": 253402300799999}""");

    JobFilter filter = request.filter();
    assertThat(request.faults()).isEmpty();
    assertThat(request.format()).hasValue(ExportFormat.NDJSON);
    assertThat(filter.jobType()).hasValue(new JobType("echo"));
    assertThat(filter.status()).hasValue(JobStatus.FAILED);
    assertThat(filter.resultType()).hasValue(ResultType.NONE);
    assertThat(filter.dateFrom()).hasValue(Instant.EPOCH);
    assertThat(filter.dateTo()).hasValue(Instant.ofEpochMilli(253_402_300_799_999L));
  }

  @Test
  void takesNullForAFilterThatIsLeftOut() {
    ExportRequest request =
        ExportRequest.parse(
            """
            {"format": "csv", "jobType": null, "status": null, "resultType": null,
             "dateFrom": null, "dateTo": null}""");

    assertThat(request.faults()).isEmpty();
    assertThat(request.filter().status()).isEmpty();
  }

  @Test
  void findsEveryFaultAtOnce() {
    ExportRequest request =
        ExportRequest.parse(
            """
            {"limit": {"a": [1]}, "jobType": 5, "status": "done", "dateFrom": "1", "dateTo": -1}""");

    assertThat(request.faults())
        .extracting(PayloadFault::member)
        .containsExactlyInAnyOrder("limit", "jobType", "status", "dateFrom", "dateTo", "format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"format\": null}", "{\"format\": \"CSV\"}", "{\"format\": []}"})
  void needsAFormat(String payload) {
    assertThat(ExportRequest.parse(payload).faults())
        .singleElement()
        .extracting(PayloadFault::member)
        .isEqualTo("format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "253402300800000", "99999999999999999999", "[1]", "true"})
  void refusesADateThatIsNoMillisecond(String value) {
    assertThat(ExportRequest.parse("{\"format\":\"csv\",\"dateTo\":" + value + "}").faults())
        .singleElement()
        .extracting(PayloadFault::member)
        .isEqualTo("dateTo");
  }

  @Test
  void refusesARangeThatEndsBeforeItBegins() {
    assertThat(ExportRequest.parse("{\"format\":\"csv\",\"dateFrom\":2,\"dateTo\":1}").faults())
        .singleElement()
        .extracting(PayloadFault::message)
        .isEqualTo("must not be after dateTo");
  }

  @Test
  void survivesANumberOfAnyLength() {
    String payload = "{\"format\":\"csv\",\"x\":" + "9".repeat(100_000) + "}";

    assertThat(ExportRequest.parse(payload).faults())
        .singleElement()
        .extracting(PayloadFault::member)
        .isEqualTo("x");
  }
}
