package dev.jobward.platform.tracing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in which trace something was asked for: the header of this name (W3C Trace Context), in
 * version 00.
 *
 * @param value 55 characters: version, trace, parent and flags, in lower-case hexadecimal
 */
public record Traceparent(String value) {

  /** The header's name. */
  public static final String NAME = "traceparent";

  private static final Pattern VERSION_00 =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

  /** Of a later version, the parts that this one knows; it may have more. */
  private static final Pattern LATER =
      Pattern.compile(
          "(?!00|ff)[0-9a-f]{2}(-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-)[0-9a-f]([0-9a-f])(?:-.{0,200})?");

  /**
   * What a request's headers of this name say; empty if they are none, or malformed: nobody is
   * refused for that.
   */
  public static Optional<Traceparent> of(List<String> headers) {
    return headers.size() == 1 ? parse(headers.get(0)) : Optional.empty();
  }

  /** Empty for what is malformed. */
  public static Optional<Traceparent> parse(String text) {
    if (VERSION_00.matcher(text).matches()) {
      return Optional.of(new Traceparent(text));
    }
    Matcher later = LATER.matcher(text);
    // Of its flags this version knows the first one alone.
    return later.matches()
        ? Optional.of(
            new Traceparent(
                "00%s0%d"
                    .formatted(later.group(1), Character.digit(later.group(2).charAt(0), 16) & 1)))
        : Optional.empty();
  }

  /** The trace's own id, 32 characters. */
  public String traceId() {
    return value.substring(3, 35);
  }

  /** The id of the span that asked, 16 characters. */
  String spanId() {
    return value.substring(36, 52);
  }

  /** 2 characters. */
  String flags() {
    return value.substring(53);
  }

  @Override
  public String toString() {
    return value;
  }
}
