package dev.jobward.execution;

import java.util.HexFormat;

/**
 * A string as a JSON literal in ASCII: so U+0000 and unpaired surrogates, which PostgreSQL's text
 * cannot hold, are kept as their escapes.
 */
final class JsonString {

  private static final HexFormat HEX = HexFormat.of();

  private JsonString() {}

  static String of(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c >= 0x20 && c < 0x7f) {
        json.append(c);
      } else {
        json.append("\\u").append(HEX.toHexDigits(c));
      }
    }
    return json.append('"').toString();
  }
}
