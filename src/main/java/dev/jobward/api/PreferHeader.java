package dev.jobward.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a client prefers to wait ({@code Prefer: wait=10}, RFC 7240). */
final class PreferHeader {

  static final String NAME = "Prefer";

  private static final long MAX_SECONDS = 60;

  /** One preference of the list, with all that follows up to the next. */
  private static final Pattern PREFERENCE =
      Pattern.compile(
          "\\G[\\s,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*(?:=\\s*(\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s,;\"]*+))?"
              + "\\s*((?:;(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*+\")*+)?+)(?=,|$)");

  private static final Pattern SECONDS = Pattern.compile("\"?([0-9]{1,9})\"?");

  private PreferHeader() {}

  /**
   * The wait that the headers ask for, 60 seconds at most; zero if they ask for none. What is
   * malformed is no preference.
   */
  static Duration waitingTime(List<String> headers) {
    Matcher preference = PREFERENCE.matcher(String.join(",", headers));
    while (preference.find()) {
      if (preference.group(1).equalsIgnoreCase("wait")) {
        return seconds(Optional.ofNullable(preference.group(2)).orElse(""));
      }
    }
    return Duration.ZERO;
  }

  private static Duration seconds(String value) {
    Matcher seconds = SECONDS.matcher(value);
    return seconds.matches()
        ? Duration.ofSeconds(Math.min(MAX_SECONDS, Long.parseLong(seconds.group(1))))
        : Duration.ZERO;
  }
}
