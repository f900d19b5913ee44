package dev.jobward.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of an uploaded file, out of its {@code Content-Disposition} (RFC 6266, RFC 8187). */
final class FileName {

  static final String HEADER = "Content-Disposition";

  private static final String STANDARD = "result";
  private static final int MAX_LENGTH = 255;

  private static final Pattern TYPE = Pattern.compile("[A-Za-z-]{1,50}\\s*(;.*)?", Pattern.DOTALL);

  /** One parameter: a name, and a token or a quoted string. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G\\s*;\\s*([A-Za-z0-9*_-]{1,50})\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]*+))\\s*");

  private FileName() {}

  /**
   * The name that the header gives, without folders; one of our own if it gives none.
   *
   * @param headers all that were sent
   * @return empty if they cannot be understood
   */
  static Optional<String> of(List<String> headers) {
    if (headers.isEmpty()) {
      return Optional.of(STANDARD);
    }
    String header = headers.get(0);
    if (headers.size() > 1 || !TYPE.matcher(header).matches()) {
      return Optional.empty();
    }
    Optional<String> plain = Optional.empty();
    Optional<String> extended = Optional.empty();
    int end = header.indexOf(';') < 0 ? header.length() : header.indexOf(';');
    Matcher parameter = PARAMETER.matcher(header).region(end, header.length());
    while (parameter.find()) {
      String value = value(parameter);
      switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
        case "filename" -> plain = Optional.of(utf8(value));
        case "filename*" -> {
          extended = decoded(value);
          if (extended.isEmpty()) {
            return Optional.empty();
          }
        }
        default -> {
          // Others say nothing of the name.
        }
      }
      end = parameter.end();
    }
    String name = (extended.isPresent() ? extended : plain).orElse(STANDARD);
    return end < header.length() || name.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of(withoutFolders(name));
  }

  /** Only what has to be escaped is taken for it: some programs send paths with backslashes. */
  private static String value(Matcher parameter) {
    return parameter.group(2) == null
        ? parameter.group(3)
        : parameter.group(2).replaceAll("\\\\([\"\\\\])", "$1");
  }

  /** Programs write UTF-8 where only ASCII is foreseen; a server reads it as something else. */
  private static String utf8(String value) {
    if (value.chars().anyMatch(c -> c > 0xff)) {
      return value;
    }
    try {
      byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return value;
    }
  }

  /** {@code UTF-8''na%C3%AFve}; other character sets are history. */
  private static Optional<String> decoded(String value) {
    String[] parts = value.split("'", 3);
    if (parts.length < 3 || !parts[0].equalsIgnoreCase("UTF-8")) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < parts[2].length(); i++) {
      char c = parts[2].charAt(i);
      if (c > 0xff) {
        return Optional.empty();
      }
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      int high = i + 2 <= parts[2].length() - 1 ? Character.digit(parts[2].charAt(i + 1), 16) : -1;
      int low = i + 2 <= parts[2].length() - 1 ? Character.digit(parts[2].charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A name and not a path, and nothing that a terminal or a database would choke on. */
  private static String withoutFolders(String name) {
    String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String clean = base.replaceAll("[\\p{Cc}\\p{Cs}]", "").strip();
    if (clean.isEmpty() || clean.equals(".") || clean.equals("..")) {
      return STANDARD;
    }
    return clean.codePointCount(0, clean.length()) <= MAX_LENGTH
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, MAX_LENGTH));
  }
}
