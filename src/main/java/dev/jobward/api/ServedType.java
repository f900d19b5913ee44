package dev.jobward.api;

import java.util.regex.Pattern;

/** The media type that a result is served with: a job type may have chosen anything. */
final class ServedType {

  /** Of bytes of which nobody says what they are. */
  static final String BYTES = "application/octet-stream";

  /** Longer ones exist in no registry, and a header has to end somewhere. */
  private static final int MAX_LENGTH = 255;

  /** RFC 6838, section 4.2; stricter than HTTP, for which an asterisk is a name too. */
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*";

  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final String QUOTED =
      "\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*\"";

  /** RFC 9110, section 8.3.1, in ASCII and without control characters. */
  private static final Pattern VALID =
      Pattern.compile("%s/%s(?: *; *%s=(?:%s|%s))*".formatted(NAME, NAME, TOKEN, TOKEN, QUOTED));

  private ServedType() {}

  /** The type itself, or that of unknown bytes if it is none. */
  static String of(String contentType) {
    return isValid(contentType) ? contentType : BYTES;
  }

  static boolean isValid(String contentType) {
    return contentType.length() <= MAX_LENGTH && VALID.matcher(contentType).matches();
  }
}
