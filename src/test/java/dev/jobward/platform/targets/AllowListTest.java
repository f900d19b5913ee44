package dev.jobward.platform.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {

  @ParameterizedTest
  @CsvSource({
    "http://example.com, http://example.com",
    "http://example.com, http://EXAMPLE.com:80/any/path?q",
    "HTTP://Example.COM, http://example.com",
    "http://example.com/, http://example.com/x",
    "https://example.com, https://example.com:443/",
    "https://example.com:8443, https://example.com:8443/",
    "http://example.com:*, http://example.com:1/",
    "http://example.com:*, http://example.com",
    "https://*.example.com, https://a.example.com",
    "https://*.example.com, https://a.b.c.example.com/x",
    "http://*, http://anything.example/x",
    "http://*, http://8.8.8.8/",
    "http://*:*, http://anything.example:81/x",
    "http://*/hooks, http://anything.example/hooks/x",
    "https://example.com/hooks, https://example.com/hooks",
    "https://example.com/hooks, https://example.com/hooks/",
    "https://example.com/hooks, https://example.com/hooks?x=../y",
    "https://example.com/hooks, https://example.com/hooks/a/b",
    "https://example.com/hooks/, https://example.com/hooks",
    "https://example.com/hooks/, https://example.com/hooks/a",
    "https://example.com/a/b, https://example.com/a/b/c",
    "https://example.com, https://example.com/group%2Fproject",
    "https://example.com/a, https://example.com/a/%41%20%c3%a9",
    "https://example.com, https://example.com/%e9",
    "http://8.8.8.8, http://8.8.8.8/x",
    "http://[2606:4700::1], http://[2606:4700:0::1]/x",
  })
  void allowsWhatAnEntrySays(String entry, String url) throws InvalidTargetException {
    assertThat(AllowList.parse(entry).refusal(Target.parse(url))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com, https://example.com",
    "https://example.com, http://example.com",
    "http://example.com, http://example.com:81",
    "http://example.com, http://example.com:443",
    "http://example.com:81, http://example.com",
    "http://example.com, http://www.example.com",
    "http://example.com, http://example.com.evil.com",
    "http://example.com, http://evilexample.com",
    "http://example.com, http://example.co",
    "https://*.example.com, https://example.com",
    "https://*.example.com, https://evilexample.com",
    "https://*.example.com, https://a.example.com.evil.com",
    "https://*.example.com, http://a.example.com",
    "https://*.example.com, https://a.example.com:8443",
    "http://*, https://anything.example",
    "http://*, http://anything.example:8080",
    "https://example.com/hooks, https://example.com/",
    "https://example.com/hooks, https://example.com",
    "https://example.com/hooks, https://example.com/hooksx",
    "https://example.com/hooks, https://example.com/hook",
    "https://example.com/hooks, https://example.com/HOOKS",
    "https://example.com/hooks, https://example.com//hooks",
    "https://example.com/hooks, https://example.com/x/hooks",
    "https://example.com/hooks, https://example.com/%68ooks",
    "https://example.com/hooks, https://example.com/hooks;x",
    "https://example.com/hooks, https://example.com/hooks%2fx",
    "https://example.com/hooks, https://example.com/hooks/a%2fb",
    "https://example.com/hooks, https://example.com/hooks/a%5cb",
    "https://example.com/hooks, https://example.com/hooks/a%252fb",
    "https://example.com/hooks, https://example.com/hooks/a%25252fb",
    "https://example.com/hooks, https://example.com/hooks/%c0%ae%c0%ae/x",
    "https://example.com/hooks, https://example.com/hooks/%e0%80%af",
    "https://example.com/hooks, https://example.com/hooks/%25c0%25ae",
    "https://example.com/hooks, https://example.com/?/hooks",
    "https://example.com/a/b, https://example.com/a/bc",
    "http://8.8.8.8, http://8.8.4.4",
    "http://8.8.8.8, http://[64:ff9b::8.8.8.8]",
    "10.0.0.0/8, http://10.0.0.1/",
  })
  void allowsNothingElse(String entry, String url) throws InvalidTargetException {
    assertThat(AllowList.parse(entry).refusal(Target.parse(url))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00:ec2::254]/"
      })
  void refusesSpecialAddressesThatNoEntryNames(String url) throws InvalidTargetException {
    assertThat(
            AllowList.parse("http://*:* 172.16.0.0/12 http://10.0.0.2").refusal(Target.parse(url)))
        .hasValue("is an address that is refused unless the administrator allows it");
  }

  @ParameterizedTest
  @CsvSource({
    "http://*  10.0.0.0/8, http://10.0.0.1/",
    "http://*  127.0.0.1, http://[::ffff:127.0.0.1]/",
    "http://*  ::1, http://[::1]/",
    "http://*  [::1], http://[::1]/",
    "http://*  fd00::/8, http://[fd12::1]/",
    "http://10.0.0.1, http://10.0.0.1/",
    "http://10.0.0.1:*/hooks, http://10.0.0.1:81/hooks",
    "http://[::1], http://[0::1]/",
  })
  void allowsSpecialAddressesThatAnEntryNames(String entries, String url)
      throws InvalidTargetException {
    assertThat(AllowList.parse(entries).refusal(Target.parse(url))).isEmpty();
  }

  /** Or who owns a name could lead to the address that was meant for one URL alone. */
  @Test
  void liftsAnAddressThatAUrlNamesForThatUrlAlone() throws InvalidTargetException {
    AllowList list = AllowList.parse("http://127.0.0.1:81/hooks http://*.example.com:*");
    InetAddress loopback = IpLiteral.parse("127.0.0.1").orElseThrow();

    assertThat(list.allows(Target.parse("http://127.0.0.1:81/hooks/x"), loopback)).isTrue();
    assertThat(list.allows(Target.parse("http://127.0.0.1:82/hooks"), loopback)).isFalse();
    assertThat(list.allows(Target.parse("http://127.0.0.1:81/"), loopback)).isFalse();
    assertThat(list.allows(Target.parse("http://a.example.com:81/hooks"), loopback)).isFalse();
  }

  @Test
  void liftsARangeForEveryUrl() throws InvalidTargetException {
    AllowList list = AllowList.parse("https://intern.example.com 10.1.0.0/16");
    Target target = Target.parse("https://intern.example.com/");

    assertThat(list.allows(target, IpLiteral.parse("10.1.2.3").orElseThrow())).isTrue();
    assertThat(list.allows(target, IpLiteral.parse("10.2.0.1").orElseThrow())).isFalse();
    assertThat(list.allows(target, IpLiteral.parse("8.8.8.8").orElseThrow())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " , \n\t,", "10.0.0.0/8"})
  void saysThatNothingIsAllowedAtAll(String text) throws InvalidTargetException {
    assertThat(AllowList.parse(text).refusal(Target.parse("http://example.com")))
        .hasValue("cannot be called: the administrator has allowed no targets");
  }

  @Test
  void takesCommasAndSpacesAlike() throws InvalidTargetException {
    AllowList list =
        AllowList.parse(" http://a.example,http://b.example\n\thttp://c.example , 10.0.0.1 ");

    for (String host : new String[] {"a", "b", "c"}) {
      assertThat(list.refusal(Target.parse("http://" + host + ".example"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "*",
        "*.example.com",
        "http://",
        "ftp://example.com",
        "*://example.com",
        "http://*.",
        "http://*.*",
        "http://*.127.0.0.1",
        "http://*.1",
        "http://a.*.com",
        "http://a*.example.com",
        "http://*example.com",
        "http://example.*",
        "http://example.com.",
        "http://user@example.com",
        "http://example.com:0",
        "http://example.com:**",
        "http://example.com:80-90",
        "http://example.com?x",
        "http://example.com/x?y",
        "http://example.com/x#y",
        "http://example.com#",
        "http://example.com/../x",
        "http://example.com/%2e%2e/x",
        "http://example.com/a%2fb",
        "http://example.com/*|",
        "http://127.1",
        "http://2130706433",
        "http://b\u00fccher.example",
        "10.1.0.1/16",
        "10.0.0.0/33",
        "127.1",
        "::1/129",
        "[10.0.0.1]",
        "[::1]/128",
        "localhost"
      })
  void namesAnEntryThatIsNone(String entry) {
    assertThat(AllowList.faults("http://ok.example " + entry))
        .singleElement()
        .asString()
        .startsWith("\"" + entry + "\" must ");
    assertThatThrownBy(() -> AllowList.parse(entry)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThat(AllowList.faults("x, http://ok.example y")).hasSize(2);
  }
}
