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

  /** Of what can be parsed; all longer numbers are too large anyway. */
  private static final int MAX_DIGITS = 9;

  /** One preference of the list, with all that follows up to the next; read without going back. */
  private static final Pattern PREFERENCE =
      Pattern.compile(
          "\\G[\\s,]*+([!#$%&'*+.^_`|~0-9A-Za-z-]++)\\s*+(?:=\\s*+(\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s,;\"]*+))?+"
              + "\\s*+((?:;(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*+\")*+)?+)(?=,|$)");

  private static final Pattern SECONDS = Pattern.compile("\"?0*+([0-9]*)\"?");

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
    if (!seconds.matches() || seconds.group(1).isEmpty()) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(
        seconds.group(1).length() > MAX_DIGITS
            ? MAX_SECONDS
            : Math.min(MAX_SECONDS, Long.parseLong(seconds.group(1))));
  }
}
