package dev.jobward.platform.targets;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL taken apart, before anybody asks what its parts mean: the same cuts for what users send and
 * for what the administrator allows.
 *
 * @param scheme {@code http} or {@code https}
 * @param host as it was written
 * @param port as it was written; empty if there was none
 * @param path as it was written; may be empty
 * @param query without its question mark
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record UrlParts(
    String scheme, String host, Optional<String> port, String path, Optional<String> query) {

  static final int MAX_LENGTH = 8192;

  private static final Pattern URL =
      Pattern.compile(
          "(https?)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.CASE_INSENSITIVE);

  /** The colon of a port is the one after the bracket, if there is a bracket. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[^\\[\\]]*\\]|[^:\\[\\]]*)(?::(.*))?");

  /**
   * Cuts; a fragment is dropped, as it is for the reader and is never sent.
   *
   * @throws InvalidTargetException if this is no absolute http or https URL, in ASCII and without a
   *     user's name
   */
  static UrlParts of(String url) throws InvalidTargetException {
    if (url.length() > MAX_LENGTH) {
      throw new InvalidTargetException("must have at most %d characters".formatted(MAX_LENGTH));
    }
    if (!url.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\')) {
      throw new InvalidTargetException(
          "must be ASCII without spaces and backslashes; percent-encode the rest");
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new InvalidTargetException("must begin with http:// or https://");
    }
    String authority = parts.group(2);
    if (authority.indexOf('@') >= 0) {
      throw new InvalidTargetException("must not have a user name; send a header instead");
    }
    Matcher hostAndPort = HOST_AND_PORT.matcher(authority);
    if (!hostAndPort.matches() || hostAndPort.group(1).isEmpty()) {
      throw new InvalidTargetException("must have a host");
    }
    return new UrlParts(
        parts.group(1).toLowerCase(Locale.ROOT),
        hostAndPort.group(1),
        Optional.ofNullable(hostAndPort.group(2)),
        parts.group(3),
        Optional.ofNullable(parts.group(4)));
  }

  /**
   * The port as a number, or the scheme's own.
   *
   * @throws InvalidTargetException if what is written there is none
   */
  int portNumber() throws InvalidTargetException {
    if (port.isEmpty()) {
      return standardPort(scheme);
    }
    if (port.get().matches("[1-9][0-9]{0,4}")) {
      int number = Integer.parseInt(port.get());
      if (number <= 65_535) {
        return number;
      }
    }
    throw new InvalidTargetException("must have a port between 1 and 65535, or none");
  }

  static int standardPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }
}
