package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobQuery;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.job.ResultType;
import dev.jobward.job.SortField;
import dev.jobward.job.SortOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {

  private static final Owner OWNER = new Owner("ann");

  @Test
  void sortsTheNewestFirstUnlessToldOtherwise() {
    JobQuery query = parse("limit=10");

    assertThat(query.limit()).isEqualTo(10);
    assertThat(query.sortBy()).isEqualTo(SortField.CREATED_AT);
    assertThat(query.sortOrder()).isEqualTo(SortOrder.DESC);
    assertThat(query.after()).isEmpty();
    assertThat(query.filter().jobType()).isEmpty();
    assertThat(query.filter().status()).isEmpty();
    assertThat(query.filter().resultType()).isEmpty();
    assertThat(query.filter().dateFrom()).isEmpty();
    assertThat(query.filter().dateTo()).isEmpty();
  }

  @Test
  void takesEveryParameter() {
    JobQuery query =
        parse(
            "limit=1&jobType=report.export&status=RUNNING&resultType=FILE&dateFrom=0"
                + "&dateTo=253402300799999&sortBy=updatedAt&sortOrder=asc");

    assertThat(query.sortBy()).isEqualTo(SortField.UPDATED_AT);
    assertThat(query.sortOrder()).isEqualTo(SortOrder.ASC);
    assertThat(query.filter().jobType()).contains(new JobType("report.export"));
    assertThat(query.filter().status()).contains(JobStatus.RUNNING);
    assertThat(query.filter().resultType()).contains(ResultType.FILE);
    assertThat(query.filter().dateFrom()).contains(Instant.EPOCH);
    assertThat(query.filter().dateTo()).contains(Instant.ofEpochMilli(253_402_300_799_999L));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "&", "Limit=1", "status=RUNNING", "&&=&limi=1"})
  void demandsALimit(@Nullable String queryString) {
    assertThat(faults(queryString))
        .containsExactly(new Fault("limit", "is required: a whole number between 1 and 100"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "100"})
  void takesTheEndsOfTheLimit(String limit) {
    assertThat(parse("limit=" + limit).limit()).isEqualTo(Integer.parseInt(limit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "101",
        "-1",
        "-0",
        "+1",
        "%2B1",
        "01",
        "1.0",
        "1e1",
        "1E1",
        "0x1",
        "1_0",
        " 1",
        "1%20",
        "%201",
        "ten",
        "2147483649",
        "4294967297",
        "9223372036854775808",
        "99999999999999999999",
        "%D9%A1",
        "%EF%BC%91",
        "1%00",
        "%zz",
        "%",
        "1%0A",
        "%FF",
        "1,2",
        "null",
        "NaN"
      })
  void refusesALimitThatIsNoNumberInItsRange(String limit) {
    assertThat(faults("limit=" + limit))
        .containsExactly(new Fault("limit", "must be a whole number between 1 and 100"));
  }

  @Test
  void refusesAMillionDigits() {
    assertThat(fields("limit=1" + "0".repeat(1_000_000))).containsExactly("limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=", "limit", "limit=&x=1"})
  void refusesAnEmptyLimit(String queryString) {
    assertThat(faults(queryString)).containsExactly(new Fault("limit", "must not be empty"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lastEvaluatedKey",
        "jobType",
        "status",
        "resultType",
        "dateFrom",
        "dateTo",
        "sortBy",
        "sortOrder"
      })
  void refusesAnEmptyParameter(String name) {
    assertThat(faults("limit=1&" + name + "="))
        .containsExactly(new Fault(name, "must not be empty"));
    assertThat(faults("limit=1&" + name)).containsExactly(new Fault(name, "must not be empty"));
  }

  @ParameterizedTest
  @CsvSource({
    "jobType, a",
    "status, RUNNING",
    "resultType, NONE",
    "dateFrom, 1",
    "dateTo, 1",
    "sortBy, status",
    "sortOrder, asc",
    "lastEvaluatedKey, x"
  })
  void refusesAParameterGivenTwice(String name, String value) {
    assertThat(faults("limit=1&%s=%s&%s=%s".formatted(name, value, name, value)))
        .contains(new Fault(name, "must be given once"));
  }

  @Test
  void refusesTheLimitGivenTwice() {
    assertThat(faults("limit=1&limit=1")).containsExactly(new Fault("limit", "must be given once"));
  }

  @Test
  void knowsAParameterThatIsSpeltWithEscapes() {
    assertThat(parse("%6cimi%74=1&job%54ype=a%2Eb").filter().jobType())
        .contains(new JobType("a.b"));
    assertThat(fields("limit=1&%6Cimit=2")).containsExactly("limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=1", "x=1&x=2", "x=", "x", "%zz=1", "=1", "&", "Status=bogus", "%00=1"})
  void ignoresParametersThatAreNotListed(String more) {
    assertThat(parse("limit=5&" + more).limit()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void takesEveryStatus(JobStatus status) {
    assertThat(parse("limit=1&status=" + status).filter().status()).contains(status);
  }

  @ParameterizedTest
  @EnumSource
  void takesEveryResultType(ResultType type) {
    assertThat(parse("limit=1&resultType=" + type).filter().resultType()).contains(type);
  }

  @ParameterizedTest
  @CsvSource({
    "createdAt, CREATED_AT",
    "updatedAt, UPDATED_AT",
    "jobType, JOB_TYPE",
    "status, STATUS"
  })
  void takesEverySortField(String name, SortField field) {
    assertThat(parse("limit=1&sortBy=" + name).sortBy()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "status, running, 'PENDING, RUNNING, COMPLETED, FAILED, CANCELLED'",
    "status, DONE, 'PENDING, RUNNING, COMPLETED, FAILED, CANCELLED'",
    "status, RUNNING+, 'PENDING, RUNNING, COMPLETED, FAILED, CANCELLED'",
    "resultType, file, 'NONE, JSON, TEXT, FILE'",
    "resultType, 0, 'NONE, JSON, TEXT, FILE'",
    "sortBy, CREATED_AT, 'createdAt, updatedAt, jobType, status'",
    "sortBy, createdat, 'createdAt, updatedAt, jobType, status'",
    "sortBy, priority, 'createdAt, updatedAt, jobType, status'",
    "sortOrder, ASC, 'asc, desc'",
    "sortOrder, Desc, 'asc, desc'",
    "sortOrder, 1, 'asc, desc'"
  })
  void namesTheAllowedValuesOfAnEnum(String name, String value, String allowed) {
    assertThat(faults("limit=1&%s=%s".formatted(name, value)))
        .containsExactly(new Fault(name, "must be one of " + allowed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1a", "a%20b", "a+b", "%C3%A9", "a%00", "%00", "a/b", "a%0A", "*", "%FF", "a%"})
  void refusesATypeThatCouldBeNoJobType(String type) {
    assertThat(fields("limit=1&jobType=" + type)).containsExactly("jobType");
    assertThat(fields("limit=1&jobType=" + "a".repeat(101))).containsExactly("jobType");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "+1",
        "01",
        "1.0",
        "1e3",
        "253402300800000",
        "9223372036854775807",
        "9223372036854775808",
        "2025-01-01",
        "2025-01-01T00:00:00Z",
        "now",
        "1%20",
        "%FF"
      })
  void refusesADateThatIsNoMoment(String date) {
    assertThat(fields("limit=1&dateFrom=" + date)).containsExactly("dateFrom");
    assertThat(fields("limit=1&dateTo=" + date)).containsExactly("dateTo");
  }

  @Test
  void refusesDatesInTheWrongOrder() {
    assertThat(faults("limit=1&dateFrom=2&dateTo=1"))
        .containsExactly(new Fault("dateFrom", "must not be after dateTo"));
  }

  @Test
  void takesOneMillisecondAsARange() {
    assertThat(parse("limit=1&dateFrom=7&dateTo=7").filter().dateTo())
        .contains(Instant.ofEpochMilli(7));
  }

  @Test
  void tellsEveryFaultAtOnce() {
    assertThat(
            fields(
                "limit=0&jobType=1&status=x&resultType=x&dateFrom=x&dateTo=&sortBy=x&sortOrder=x"
                    + "&lastEvaluatedKey=x"))
        .containsExactlyInAnyOrder(
            "limit",
            "jobType",
            "status",
            "resultType",
            "dateFrom",
            "dateTo",
            "sortBy",
            "sortOrder",
            "lastEvaluatedKey");
  }

  private static JobQuery parse(@Nullable String queryString) {
    return ListQuery.parse(queryString, OWNER);
  }

  private static List<Fault> faults(@Nullable String queryString) {
    return Refused.faults(ErrorCode.INVALID_QUERY, () -> parse(queryString));
  }

  private static List<String> fields(@Nullable String queryString) {
    return Refused.fields(ErrorCode.INVALID_QUERY, () -> parse(queryString));
  }
}
