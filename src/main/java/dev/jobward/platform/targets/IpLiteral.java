package dev.jobward.platform.targets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses in their text form. Only the one spelling that everybody reads alike is taken. */
final class IpLiteral {

  /** Without leading zeros: some programs read those as octal. */
  private static final String OCTET = "(0|[1-9][0-9]{0,2})";

  private static final Pattern V4 = Pattern.compile(String.join("\\.", OCTET, OCTET, OCTET, OCTET));

  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private static final Pattern NUMBER_LAST =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)");

  private IpLiteral() {}

  /** An IPv6 address is without its brackets. */
  static Optional<InetAddress> parse(String text) {
    return text.indexOf(':') >= 0 ? v6(text) : v4(text);
  }

  /** Whether some programs would take this name for an IPv4 address, as they do 0x7f.1 or 127.1. */
  static boolean endsInNumber(String host) {
    return NUMBER_LAST.matcher(host).matches();
  }

  private static Optional<InetAddress> v4(String text) {
    Matcher octets = V4.matcher(text);
    if (!octets.matches()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < bytes.length; i++) {
      int octet = Integer.parseInt(octets.group(i + 1));
      if (octet > 255) {
        return Optional.empty();
      }
      bytes[i] = (byte) octet;
    }
    return Optional.of(address(bytes));
  }

  /** The brackets make the JDK read a literal and never ask for a name. */
  private static Optional<InetAddress> v6(String text) {
    if (!V6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName("[" + text + "]"));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
