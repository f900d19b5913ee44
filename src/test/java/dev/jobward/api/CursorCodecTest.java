package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobFilter;
import dev.jobward.job.JobQuery;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.Owner;
import dev.jobward.job.Position;
import dev.jobward.job.ResultType;
import dev.jobward.job.SortField;
import dev.jobward.job.SortOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorCodecTest {

  private static final String BASE64URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final UUID ID = UUID.fromString("0198c0de-ffff-7fff-bfff-ffffffffffff");
  private static final Owner OWNER = new Owner("ann");
  private static final JobQuery BY_TYPE = sorted(SortField.JOB_TYPE, SortOrder.ASC);
  private static final Position POSITION = new Position("report.export", ID);

  @ParameterizedTest
  @CsvSource({
    "CREATED_AT, ''",
    "UPDATED_AT, 0",
    "UPDATED_AT, 1764000000000",
    "JOB_TYPE, a",
    "STATUS, CANCELLED"
  })
  void findsThePositionAgain(SortField sort, String value) {
    Position position = new Position(value, ID);
    JobQuery query = sorted(sort, SortOrder.DESC);

    String cursor = CursorCodec.encode(position, OWNER, query);

    assertThat(CursorCodec.decode(cursor, OWNER, query)).contains(position);
  }

  @Test
  void findsThePositionOfTheLongestTypeAgain() {
    Position position = new Position("a".repeat(100), ID);

    String cursor = CursorCodec.encode(position, OWNER, BY_TYPE);

    assertThat(CursorCodec.decode(cursor, OWNER, BY_TYPE)).contains(position);
  }

  @Test
  void isBase64UrlWithoutPadding() {
    for (String type : List.of("a", "ab", "abc")) {
      assertThat(CursorCodec.encode(new Position(type, ID), OWNER, BY_TYPE))
          .matches("[A-Za-z0-9_-]+");
    }
  }

  @Test
  void refusesACursorWithAnyOneCharacterChanged() {
    for (String type : List.of("a", "ab", "abc")) {
      String cursor = CursorCodec.encode(new Position(type, ID), OWNER, BY_TYPE);
      for (int i = 0; i < cursor.length(); i++) {
        for (String other : BASE64URL.split("", -1)) {
          if (!other.equals(cursor.substring(i, i + 1))) {
            assertRefused(cursor.substring(0, i) + other + cursor.substring(i + 1));
          }
        }
      }
    }
  }

  @Test
  void refusesACursorWithAnyOneCharacterLeftOut() {
    String cursor = CursorCodec.encode(POSITION, OWNER, BY_TYPE);
    for (int i = 0; i < cursor.length(); i++) {
      assertRefused(cursor.substring(0, i) + cursor.substring(i + 1));
      assertRefused(cursor.substring(0, i));
    }
  }

  @Test
  void refusesEveryOtherSpelling() {
    for (String type : List.of("a", "ab", "abc")) {
      String cursor = CursorCodec.encode(new Position(type, ID), OWNER, BY_TYPE);
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      assertThat(cursor).containsAnyOf("-", "_");
      assertRefused(Base64.getEncoder().withoutPadding().encodeToString(bytes));
      for (String spelling :
          List.of(
              cursor + "=",
              cursor + "==",
              cursor + "\n",
              " " + cursor,
              cursor + "A",
              cursor + "\0")) {
        assertRefused(spelling);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "=",
        "AAAA",
        "not base64!",
        "%%%",
        "é",
        "\0",
        "null",
        "undefined",
        "\uD800",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void refusesWhatNeverWasACursor(String garbage) {
    assertRefused(garbage);
  }

  @Test
  void refusesAMillionCharacters() {
    assertRefused("A".repeat(1_000_000));
  }

  @Test
  void refusesAnotherOwnersCursor() {
    String cursor = CursorCodec.encode(POSITION, OWNER, BY_TYPE);

    assertThat(CursorCodec.decode(cursor, new Owner("bob"), BY_TYPE)).isEmpty();
    assertThat(CursorCodec.decode(cursor, new Owner("ann "), BY_TYPE)).isEmpty();
  }

  @Test
  void refusesACursorOfAnotherSort() {
    String cursor = CursorCodec.encode(POSITION, OWNER, BY_TYPE);

    for (SortField field : SortField.values()) {
      for (SortOrder order : SortOrder.values()) {
        if (field != SortField.JOB_TYPE || order != SortOrder.ASC) {
          assertThat(CursorCodec.decode(cursor, OWNER, sorted(field, order))).isEmpty();
        }
      }
    }
  }

  @Test
  void refusesACursorOfOtherFilters() {
    String cursor = CursorCodec.encode(POSITION, OWNER, BY_TYPE);

    for (JobFilter other :
        List.of(
            new JobFilter().jobType(new JobType("a")),
            new JobFilter().status(JobStatus.PENDING),
            new JobFilter().resultType(ResultType.NONE),
            new JobFilter().dateFrom(Instant.EPOCH),
            new JobFilter().dateTo(Instant.EPOCH))) {
      assertThat(CursorCodec.decode(cursor, OWNER, filtered(other))).isEmpty();
    }
  }

  @Test
  void takesACursorForAnotherLimit() {
    String cursor = CursorCodec.encode(POSITION, OWNER, BY_TYPE);
    JobQuery larger = JobQuery.first(new JobFilter(), SortField.JOB_TYPE, SortOrder.ASC, 100);

    assertThat(CursorCodec.decode(cursor, OWNER, larger)).contains(POSITION);
  }

  /** The check sum is no secret: a client can make a cursor that has a right one. */
  @ParameterizedTest
  @CsvSource({
    "CREATED_AT, a",
    "UPDATED_AT, ''",
    "UPDATED_AT, a",
    "UPDATED_AT, -1",
    "UPDATED_AT, +1",
    "UPDATED_AT, 01",
    "UPDATED_AT, 253402300800000",
    "UPDATED_AT, 9223372036854775807",
    "UPDATED_AT, 99999999999999999999",
    "JOB_TYPE, ''",
    "JOB_TYPE, 1",
    "STATUS, ''",
    "STATUS, pending",
    "STATUS, DONE"
  })
  void refusesAForgedCursorWithAValueThatItsSortCannotHave(SortField sort, String value) {
    JobQuery query = sorted(sort, SortOrder.DESC);
    String forged = CursorCodec.encode(new Position(value, ID), OWNER, query);

    assertThat(CursorCodec.decode(forged, OWNER, query)).isEmpty();
  }

  @Test
  void refusesAForgedCursorWithWhatTheDatabaseCannotTake() {
    String forged = CursorCodec.encode(new Position("a\0", ID), OWNER, BY_TYPE);

    assertRefused(forged);
  }

  private static void assertRefused(String cursor) {
    assertThat(CursorCodec.decode(cursor, OWNER, BY_TYPE)).as(cursor).isEmpty();
  }

  private static JobQuery sorted(SortField field, SortOrder order) {
    return JobQuery.first(new JobFilter(), field, order, 10);
  }

  private static JobQuery filtered(JobFilter filter) {
    return JobQuery.first(filter, SortField.JOB_TYPE, SortOrder.ASC, 10);
  }
}
