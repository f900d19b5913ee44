package dev.jobward.handlers.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The headers that a payload asks for, and what may be among them. Letter case counts nowhere. */
final class RequestHeaders {

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

  /**
   * No line ends, which would begin another header or request, and nothing beyond ASCII, of which
   * some programs drop the upper bits.
   */
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]{0,8192}");

  /** They belong to the connection and not to the request. */
  private static final Set<String> OURS =
      ignoringCase(
          "Connection",
          "Content-Length",
          "Expect",
          "Host",
          "HTTP2-Settings",
          "Keep-Alive",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade");

  /** They describe a body. */
  private static final Set<String> CONTENT =
      ignoringCase(
          "Content-Encoding",
          "Content-Language",
          "Content-Location",
          "Content-Type",
          "Digest",
          "Content-Digest",
          "Repr-Digest");

  /** No secret is in any of these; in all others, whatever they are called, there could be one. */
  private static final Set<String> HARMLESS =
      ignoringCase(
          "Accept",
          "Accept-Encoding",
          "Accept-Language",
          "Cache-Control",
          "Content-Encoding",
          "Content-Language",
          "Content-Type",
          "Idempotency-Key",
          "If-Match",
          "If-Modified-Since",
          "If-None-Match",
          "If-Unmodified-Since",
          "Pragma",
          "Range",
          "User-Agent");

  private final Map<String, String> values;

  private RequestHeaders(Map<String, String> values) {
    this.values = values;
  }

  static RequestHeaders none() {
    return new RequestHeaders(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
  }

  /** What is wrong with such a header in a payload, if anything. */
  static Optional<String> fault(String name, String value) {
    if (!TOKEN.matcher(name).matches()) {
      return Optional.of("must have a name of 1 to 100 letters, digits and !#$%&'*+-.^_`|~");
    }
    if (OURS.contains(name) || name.regionMatches(true, 0, "Proxy-", 0, "Proxy-".length())) {
      return Optional.of("must be left to the server");
    }
    if (!VALUE.matcher(value).matches()) {
      return Optional.of("must have at most 8192 characters of printable ASCII, spaces and tabs");
    }
    return Optional.empty();
  }

  /** False if it is there already. */
  boolean add(String name, String value) {
    return values.putIfAbsent(name, value) == null;
  }

  /** These, and one more if it is not there already. */
  RequestHeaders with(String name, String value) {
    RequestHeaders more = only(every -> true);
    boolean unused = more.add(name, value);
    return more;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  void forEach(BiConsumer<String, String> action) {
    values.forEach(action);
  }

  /** What may be told to somebody whom the payload did not name. */
  RequestHeaders forAnotherOrigin() {
    return only(HARMLESS::contains);
  }

  RequestHeaders withoutBody() {
    return only(name -> !CONTENT.contains(name));
  }

  private RequestHeaders only(Predicate<String> kept) {
    RequestHeaders headers = none();
    values.forEach(
        (name, value) -> {
          if (kept.test(name)) {
            headers.add(name, value);
          }
        });
    return headers;
  }

  private static Set<String> ignoringCase(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(Set.of(names));
    return set;
  }
}
