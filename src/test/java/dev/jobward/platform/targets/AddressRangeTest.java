package dev.jobward.platform.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.0.0",
    "10.1.0.0/16, 10.1.255.255",
    "0.0.0.0/0, 255.255.255.255",
    "128.0.0.0/1, 200.0.0.1",
    "192.168.1.7, 192.168.1.7",
    "192.168.1.7/32, 192.168.1.7",
    "172.16.0.0/12, 172.31.0.1",
    "fd00::/8, fdff::1",
    "::/0, ::1",
    "::1, 0:0:0:0:0:0:0:1",
    "10.0.0.0/8, ::ffff:10.0.0.1",
  })
  void containsWhatBeginsAlike(String range, String address) {
    assertThat(AddressRange.of(range).contains(address(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.2.0.0",
    "10.1.0.0/16, 10.0.255.255",
    "192.168.1.7, 192.168.1.8",
    "172.16.0.0/12, 172.32.0.0",
    "0.0.0.0/0, ::1",
    "::/0, 1.2.3.4",
    "fd00::/8, fc00::1",
  })
  void containsNothingElse(String range, String address) {
    assertThat(AddressRange.of(range).contains(address(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.1.0.1/16",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "10.0.0",
        "010.0.0.0/8",
        "10.0.0.256",
        "fd00::1/8",
        "fd00::/129",
        "::ffff:10.0.0.0/104",
        "fe80::1%eth0",
        "[fd00::]/8",
        "localhost",
        "1"
      })
  void refusesWhatIsNoRange(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }

  private static InetAddress address(String text) {
    return IpLiteral.parse(text).orElseThrow();
  }
}
