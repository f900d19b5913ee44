package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.Refusal;
import dev.jobward.platform.DatabaseFailure;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

  private static final String SECRET = "org.postgresql.Driver: select * from job at Foo.java:7";

  private final Failures failures = new Failures(Requests.with("X-Request-Id", "trace-1"));

  @Test
  void tellsARefusedRequestItsFaults() {
    Response answer =
        failures.toResponse(
            new ApiFailure(ErrorCode.INVALID_QUERY, List.of(new Fault("limit", "is required"))));

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(body(answer))
        .isEqualTo(
            "{\"success\":false,\"message\":\"The query parameters are not valid.\","
                + "\"code\":\"INVALID_QUERY\",\"errors\":[{\"field\":\"limit\","
                + "\"message\":\"is required\"}],\"traceId\":\"trace-1\"}");
  }

  @Test
  void isJson() {
    assertThat(failures.toResponse(new Refusal.JobNotFound()).getMediaType())
        .hasToString("application/json");
  }

  @Test
  void mapsEachRefusal() {
    assertRefusal(new Refusal.JobNotFound(), 404, "NOT_FOUND");
    assertRefusal(new Refusal.ResultNotFound(), 404, "NOT_FOUND");
    assertRefusal(new Refusal.IdempotencyMismatch(), 422, "IDEMPOTENCY_MISMATCH");
    assertRefusal(new Refusal.WrongStatus("It is RUNNING."), 409, "CONFLICT");
    assertRefusal(new Refusal.LeaseLost(), 409, "LEASE_LOST");
    assertRefusal(new Refusal.QuotaExceeded(5), 429, "QUOTA_EXCEEDED");
  }

  @Test
  void saysWhenToTryAgainToOneWhoHasTooManyJobs() {
    assertThat(failures.toResponse(new Refusal.QuotaExceeded(5)).getHeaderString("Retry-After"))
        .matches("[1-9][0-9]*");
  }

  @Test
  void tellsHowLongAResultIsOfWhichARangeHasNothing() {
    Response answer = failures.toResponse(new RangeNotSatisfiable(10));

    assertThat(answer.getStatus()).isEqualTo(416);
    assertThat(answer.getHeaderString("Content-Range")).isEqualTo("bytes */10");
    assertThat(body(answer))
        .isEqualTo(
            "{\"success\":false,\"message\":\"No byte of the result is in the Range;"
                + " Content-Range says how long it is.\",\"code\":\"INVALID_HEADER\","
                + "\"traceId\":\"trace-1\"}");
  }

  @Test
  void findsARefusalBelowWhatTheServerWrapsAroundIt() {
    Throwable wrapped =
        new WebApplicationException(
            new IllegalStateException(
                new CompletionException(new RuntimeException(new Refusal.JobNotFound()))));

    assertThat(failures.toResponse(wrapped).getStatus()).isEqualTo(404);
  }

  @Test
  void keepsWhatTheServerDecidedButNotItsWords() {
    Response answer = failures.toResponse(new NotFoundException(SECRET));

    assertThat(answer.getStatus()).isEqualTo(404);
    assertThat(body(answer)).contains("\"code\":\"NOT_FOUND\"").doesNotContain("postgres");
    assertThat(failures.toResponse(new NotAcceptableException()).getStatus()).isEqualTo(406);
  }

  @Test
  void keepsTheAllowedMethods() {
    Response answer = failures.toResponse(new NotAllowedException("GET", new String[] {"POST"}));

    assertThat(answer.getStatus()).isEqualTo(405);
    assertThat(answer.getHeaderString("Allow")).contains("GET", "POST");
  }

  @ParameterizedTest
  @MethodSource
  void tellsNothingOfAFaultOfOurOwn(Throwable fault) {
    Response answer = quietly(fault);

    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(body(answer))
        .isEqualTo(
            "{\"success\":false,\"message\":\"Something failed on the server."
                + " The traceId finds it in the log.\",\"code\":\"INTERNAL\","
                + "\"traceId\":\"trace-1\"}");
  }

  static Stream<Throwable> tellsNothingOfAFaultOfOurOwn() {
    return Stream.of(
        new IllegalStateException(SECRET),
        new NullPointerException(SECRET),
        new StackOverflowError(SECRET),
        new InternalServerErrorException(SECRET),
        new RuntimeException(SECRET, new IllegalArgumentException(SECRET)),
        new DatabaseFailure(new SQLException(SECRET, "42601")),
        new DatabaseFailure(new SQLException(SECRET, "22021")));
  }

  @Test
  void saysWhenToTryAgainIfTheDatabaseCannotBeReached() {
    Response answer =
        quietly(
            new RuntimeException(SECRET, new DatabaseFailure(new SQLException(SECRET, "08006"))));

    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).matches("[1-9][0-9]*");
    assertThat(body(answer)).contains("\"code\":\"UNAVAILABLE\"").doesNotContain("postgres");
  }

  private void assertRefusal(Refusal refusal, int status, String code) {
    Response answer = failures.toResponse(refusal);

    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(body(answer))
        .contains("\"code\":\"" + code + "\"", "\"message\":\"" + refusal.getMessage() + "\"");
  }

  /** The log has it all, and the test's output need not. */
  private Response quietly(Throwable fault) {
    Logger log = Logger.getLogger(Failures.class.getName());
    log.setFilter(line -> false);
    try {
      return failures.toResponse(fault);
    } finally {
      log.setFilter(null);
    }
  }

  private static String body(Response answer) {
    return new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8);
  }
}
