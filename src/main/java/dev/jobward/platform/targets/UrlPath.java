package dev.jobward.platform.targets;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The path of a URL, and the ways to hide in it where it leads. */
final class UrlPath {

  private static final String ALLOWED = "-._~!$&'()*+,;=:@/";
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

  private UrlPath() {}

  /**
   * Refuses a path that is not well-formed, and one with the segments {@code .} and {@code ..} in
   * any disguise: encoded once or more often, behind an encoded slash or backslash, or with a
   * parameter, which some servers cut off first. Control characters are refused as well: at U+0000
   * some programs stop reading.
   */
  static void check(String path) throws InvalidTargetException {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean encoded = c == '%' && isHex(path, i + 1) && isHex(path, i + 2);
      if (!encoded && !Character.isLetterOrDigit(c) && ALLOWED.indexOf(c) < 0) {
        throw new InvalidTargetException(
            "must have a path of letters, digits, %s and percent-encoded bytes".formatted(ALLOWED));
      }
    }
    String decoded = decoded(path);
    if (decoded.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new InvalidTargetException(
          "must not have control characters in its path, encoded or not");
    }
    for (String segment : SEPARATOR.split(decoded, -1)) {
      int parameter = segment.indexOf(';');
      String name = parameter < 0 ? segment : segment.substring(0, parameter);
      if (name.equals(".") || name.equals("..")) {
        throw new InvalidTargetException(
            "must not have the path segments . and .., encoded or not");
      }
    }
  }

  /**
   * Whether its segments begin and end where they seem to, however often somebody decodes it. In
   * bytes that are not UTF-8 careless programs find slashes and dots.
   */
  static boolean isPlain(String path) {
    String decoded = decoded(path);
    return isUtf8(decoded)
        && SEPARATOR.split(decoded, -1).length == SEPARATOR.split(path, -1).length;
  }

  private static boolean isUtf8(String bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Decoded until there is nothing left to decode, a byte as one character. */
  private static String decoded(String path) {
    StringBuilder text = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      text.append(path.charAt(i));
      for (int tail = text.length() - 3; tail >= 0 && isEncodedByte(text, tail); tail -= 2) {
        char c = (char) HexFormat.fromHexDigits(text, tail + 1, tail + 3);
        text.setLength(tail);
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isEncodedByte(CharSequence text, int at) {
    return text.charAt(at) == '%' && isHex(text, at + 1) && isHex(text, at + 2);
  }

  private static boolean isHex(CharSequence text, int at) {
    return at < text.length() && HexFormat.isHexDigit(text.charAt(at));
  }
}
