package dev.jobward.platform.targets;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All addresses that begin with the same bits.
 *
 * @param length 4 or 16: how many bytes the addresses have
 * @param prefix the bits that they begin with, as a number
 * @param bits how many bits these are
 */
record AddressRange(int length, BigInteger prefix, int bits) {

  private static final Pattern CIDR = Pattern.compile("([^/]+)(?:/(0|[1-9][0-9]{0,2}))?");

  /** A known one. */
  static AddressRange of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  /**
   * Reads an address, or the first of a range with the number of its fixed bits, such as {@code
   * 10.1.0.0/16}. Empty if it is none, or has bits set beyond the fixed ones: then something else
   * was meant.
   */
  static Optional<AddressRange> parse(String text) {
    Matcher cidr = CIDR.matcher(text);
    if (!cidr.matches()) {
      return Optional.empty();
    }
    String literal = cidr.group(1);
    Optional<InetAddress> first = IpLiteral.parse(literal);
    // An IPv4 address in IPv6 spelling has two lengths; it can be written as what it is.
    if (first.isEmpty() || literal.contains(":") != (first.get().getAddress().length == 16)) {
      return Optional.empty();
    }
    byte[] address = first.get().getAddress();
    int size = address.length * 8;
    int bits = cidr.group(2) == null ? size : Integer.parseInt(cidr.group(2));
    BigInteger value = new BigInteger(1, address);
    if (bits > size) {
      return Optional.empty();
    }
    BigInteger prefix = value.shiftRight(size - bits);
    return prefix.shiftLeft(size - bits).equals(value)
        ? Optional.of(new AddressRange(address.length, prefix, bits))
        : Optional.empty();
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == length
        && new BigInteger(1, bytes).shiftRight(length * 8 - bits).equals(prefix);
  }
}
