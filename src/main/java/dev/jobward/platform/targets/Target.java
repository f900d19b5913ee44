package dev.jobward.platform.targets;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a request goes: an absolute http or https URL, taken apart and checked. */
public final class Target {

  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

  private final String scheme;
  private final Host host;
  private final int port;
  private final String path;
  private final Optional<String> query;

  private Target(String scheme, Host host, int port, String path, Optional<String> query) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.path = path;
    this.query = query;
  }

  /**
   * Reads a URL.
   *
   * @throws InvalidTargetException with what is wrong with it
   */
  public static Target parse(String url) throws InvalidTargetException {
    UrlParts parts = UrlParts.of(url);
    UrlPath.check(parts.path());
    return new Target(
        parts.scheme(),
        Host.parse(parts.host()),
        parts.portNumber(),
        parts.path().isEmpty() ? "/" : parts.path(),
        parts.query());
  }

  /**
   * Where a redirect from here leads; after RFC 3986, 5.2.
   *
   * @param reference a URL, or what is to change in this one
   * @throws InvalidTargetException if the outcome is no URL that can be called
   */
  public Target resolve(String reference) throws InvalidTargetException {
    if (ABSOLUTE.matcher(reference).matches()) {
      return parse(reference);
    }
    if (reference.startsWith("//")) {
      return parse(scheme + ":" + reference);
    }
    String relative = before(reference, '#');
    String relativePath = before(relative, '?');
    String relativeQuery = relative.substring(relativePath.length());
    if (relativePath.isEmpty()) {
      return parse(origin() + path + (relativeQuery.isEmpty() ? querySuffix() : relativeQuery));
    }
    String merged =
        relativePath.startsWith("/")
            ? relativePath
            : path.substring(0, path.lastIndexOf('/') + 1) + relativePath;
    return parse(origin() + withoutDotSegments(merged) + relativeQuery);
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return scheme;
  }

  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** A name or an address, as the JDK takes it: IPv6 without brackets. */
  public String hostName() {
    String text = host.toString();
    return text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
  }

  /** The address, if the host is not a name. */
  public Optional<InetAddress> literal() {
    return host.literal();
  }

  public int port() {
    return port;
  }

  /** Host and port as the header {@code Host} has them. */
  public String authority() {
    return port == UrlParts.standardPort(scheme) ? host.toString() : host + ":" + port;
  }

  /** Path and query, as a request line has them. */
  public String pathAndQuery() {
    return path + querySuffix();
  }

  public boolean hasSameOriginAs(Target other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  Host host() {
    return host;
  }

  String path() {
    return path;
  }

  private String origin() {
    return scheme + "://" + authority();
  }

  private String querySuffix() {
    return query.map(text -> "?" + text).orElse("");
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String withoutDotSegments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String last = "";
    for (String segment : path.substring(1).split("/", -1)) {
      last = segment;
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    boolean folder = last.equals(".") || last.equals("..");
    return "/" + String.join("/", kept) + (folder && !kept.isEmpty() ? "/" : "");
  }

  @Override
  public String toString() {
    return origin() + pathAndQuery();
  }
}
