package dev.jobward.job;

import java.nio.charset.StandardCharsets;

/** Free text from handlers, made fit for a PostgreSQL text column. */
final class Text {

  private Text() {}

  /** At most {@code maxLength} characters; U+0000 and unpaired surrogates become U+FFFD or '?'. */
  static String storable(String text, int maxLength) {
    boolean fits = text.length() <= maxLength || text.codePointCount(0, text.length()) <= maxLength;
    String cut = fits ? text : text.substring(0, text.offsetByCodePoints(0, maxLength - 1)) + "…";
    String encodable = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return encodable.replace('\0', '\uFFFD');
  }
}
