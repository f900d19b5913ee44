package dev.jobward.platform.targets;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry of the allow-list that says which URLs may be called. */
final class UrlEntry {

  private static final int ANY_PORT = 0;

  private final String scheme;
  private final HostPattern host;
  private final int port;
  private final String prefix;

  private UrlEntry(String scheme, HostPattern host, int port, String prefix) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.prefix = prefix;
  }

  /** Which hosts: one, all below a domain, or all. */
  private record HostPattern(@Nullable Host exact, String domain) {

    static HostPattern parse(String text) throws InvalidTargetException {
      if (text.equals("*")) {
        return new HostPattern(null, "");
      }
      if (text.startsWith("*.")) {
        String domain = text.substring(2).toLowerCase(Locale.ROOT);
        if (!Host.isName(domain) || IpLiteral.endsInNumber(domain)) {
          throw new InvalidTargetException("must have the name of a domain after *.");
        }
        return new HostPattern(null, domain);
      }
      return new HostPattern(Host.parse(text), "");
    }

    boolean matches(Host host) {
      return exact == null ? domain.isEmpty() || host.isBelow(domain) : exact.equals(host);
    }

    Optional<InetAddress> literal() {
      return exact == null ? Optional.empty() : exact.literal();
    }
  }

  /**
   * Reads {@code scheme://host[:port][/path]}.
   *
   * @throws InvalidTargetException with what is wrong with it
   */
  static UrlEntry parse(String text) throws InvalidTargetException {
    UrlParts parts = UrlParts.of(text);
    if (parts.query().isPresent() || text.indexOf('#') >= 0) {
      throw new InvalidTargetException("must end with the path");
    }
    UrlPath.check(parts.path());
    if (!UrlPath.isPlain(parts.path())) {
      throw new InvalidTargetException("must have a path in UTF-8, without encoded slashes");
    }
    boolean anyPort = parts.port().filter("*"::equals).isPresent();
    return new UrlEntry(
        parts.scheme(),
        HostPattern.parse(parts.host()),
        anyPort ? ANY_PORT : parts.portNumber(),
        withoutSlashAtEnd(parts.path()));
  }

  boolean matches(Target target) {
    return scheme.equals(target.scheme())
        && host.matches(target.host())
        && (port == ANY_PORT || port == target.port())
        && (prefix.isEmpty() || isBelowPrefix(target.path()));
  }

  /** Whether this entry names the very address that the target names. */
  boolean names(Target target) {
    return host.literal().isPresent() && matches(target);
  }

  /** Compared as it is written: other spellings of the same path are refused, not decoded. */
  private boolean isBelowPrefix(String path) {
    return UrlPath.isPlain(path) && (path.equals(prefix) || path.startsWith(prefix + "/"));
  }

  private static String withoutSlashAtEnd(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
