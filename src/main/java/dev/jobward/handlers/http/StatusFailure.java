package dev.jobward.handlers.http;

import dev.jobward.execution.JobFailure;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpResponse;

/** An answer with a status that was not expected. */
final class StatusFailure {

  /** Beside 5xx: the client was slow, early or too frequent, and may come again. */
  private static final Set<Integer> RETRYABLE = Set.of(408, 425, 429);

  private StatusFailure() {}

  /** {@code clock} counts where the answer does not say when it was made. */
  static JobFailure of(HttpResponse response, Clock clock) {
    int status = response.getCode();
    String code = "HTTP_" + status;
    String message = "The target answered with status " + status + ".";
    if (status < 500 && !RETRYABLE.contains(status)) {
      return JobFailure.permanent(code, message);
    }
    return retryAfter(response, clock)
        .map(wait -> JobFailure.retryable(code, message, wait))
        .orElseGet(() -> JobFailure.retryable(code, message));
  }

  /** Seconds, or a date; the other side's clock is compared with itself where it can be. */
  private static Optional<Duration> retryAfter(HttpResponse response, Clock clock) {
    Optional<String> value = header(response, "Retry-After");
    Optional<Duration> seconds =
        value
            .filter(text -> text.matches("[0-9]{1,9}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    return seconds.or(
        () ->
            value
                .flatMap(StatusFailure::date)
                .map(
                    until ->
                        Duration.between(
                            header(response, "Date")
                                .flatMap(StatusFailure::date)
                                .orElseGet(clock::instant),
                            until)));
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> header(HttpMessage message, String name) {
    return Optional.ofNullable(message.getFirstHeader(name))
        .map(Header::getValue)
        .map(String::strip);
  }
}
