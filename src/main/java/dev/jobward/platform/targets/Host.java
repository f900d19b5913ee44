package dev.jobward.platform.targets;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host of a URL: a name in lower case, or an address. Spellings that others might read as
 * something else are refused and not mended.
 */
final class Host {

  private static final int MAX_LENGTH = 253;

  /** Underscores are no letters of host names, but common within networks of containers. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

  private final String text;
  private final @Nullable InetAddress literal;

  private Host(String text, @Nullable InetAddress literal) {
    this.text = text;
    this.literal = literal;
  }

  /**
   * Reads a host as it stands in a URL, an IPv6 address in brackets.
   *
   * @throws InvalidTargetException if it is none, or one that is not read alike everywhere
   */
  static Host parse(String text) throws InvalidTargetException {
    if (text.startsWith("[") && text.endsWith("]")) {
      return literal(text, text.substring(1, text.length() - 1));
    }
    String name = text.toLowerCase(Locale.ROOT);
    if (IpLiteral.endsInNumber(name)) {
      return literal(name, name);
    }
    if (name.endsWith(".")) {
      throw new InvalidTargetException("must have a host without a dot at its end");
    }
    if (!isName(name)) {
      throw new InvalidTargetException(
          "must have a host of letters, digits, '-', '_' and '.'; other scripts in their ASCII form"
              + " (xn--)");
    }
    return new Host(name, null);
  }

  static boolean isName(String lowerCase) {
    return lowerCase.length() <= MAX_LENGTH
        && Arrays.stream(lowerCase.split("\\.", -1)).allMatch(LABEL.asMatchPredicate());
  }

  /** The address, if the host is not a name. */
  Optional<InetAddress> literal() {
    return Optional.ofNullable(literal);
  }

  boolean isBelow(String domain) {
    return literal == null && text.endsWith("." + domain);
  }

  private static Host literal(String text, String address) throws InvalidTargetException {
    InetAddress literal =
        IpLiteral.parse(address)
            .filter(found -> text.startsWith("[") == address.contains(":"))
            .orElseThrow(
                () ->
                    new InvalidTargetException(
                        "must have a host that is a name, four decimal numbers without leading"
                            + " zeros, or an IPv6 address in brackets without a zone"));
    return new Host(text, literal);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Host host
        && (literal == null ? text.equals(host.text) : literal.equals(host.literal));
  }

  @Override
  public int hashCode() {
    return literal == null ? text.hashCode() : literal.hashCode();
  }

  /** As in a URL. */
  @Override
  public String toString() {
    return text;
  }
}
