package dev.jobward.platform.targets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that no request goes to unless the administrator names them: a user of the API must
 * not reach through it what only this server can reach. After IANA's registries of special-purpose
 * addresses.
 */
final class SpecialAddresses {

  private static final List<AddressRange> V4 =
      ranges(
          "0.0.0.0/8", // this host
          "10.0.0.0/8", // private
          "100.64.0.0/10", // carrier-grade NAT; a cloud's metadata at 100.100.100.200
          "127.0.0.0/8", // loopback
          "168.63.129.16", // a cloud's own services, though the address looks public
          "169.254.0.0/16", // link-local; most clouds' metadata at 169.254.169.254
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments; a cloud's metadata at 192.0.0.192
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays, no longer in use
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and broadcast

  /**
   * What is in use on the public Internet. Outside are loopback, unspecified, unique local (with
   * metadata at fd00:ec2::254), link-local, site-local, multicast, and IPv4 in other spellings.
   */
  private static final AddressRange V6_PUBLIC = AddressRange.of("2000::/3");

  private static final List<AddressRange> V6 =
      ranges(
          "2001::/23", // protocol assignments, tunnels with an IPv4 address inside among them
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4: an IPv4 address inside
          "3fff::/20"); // documentation

  /** An IPv4 address behind a translator: as special as that address is. */
  private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");

  private SpecialAddresses() {}

  static boolean contains(InetAddress address) {
    if (address.getAddress().length == 4) {
      return isIn(V4, address);
    }
    if (NAT64.contains(address)) {
      return isIn(V4, lastFourBytes(address));
    }
    return !V6_PUBLIC.contains(address) || isIn(V6, address);
  }

  private static InetAddress lastFourBytes(InetAddress address) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::of).toList();
  }
}
