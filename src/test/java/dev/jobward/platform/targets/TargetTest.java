package dev.jobward.platform.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "http://example.com, http, example.com, 80, /, example.com",
        "HTTP://EXAMPLE.Com:80/A, http, example.com, 80, /A, example.com",
        "https://example.com?q=1, https, example.com, 443, /?q=1, example.com",
        "https://example.com:8443/a/b?q=/../x, https, example.com, 8443, /a/b?q=/../x, example.com:8443",
        "http://example.com/a%20b;v=1//c, http, example.com, 80, /a%20b;v=1//c, example.com",
        "http://example.com/group%2Fproject, http, example.com, 80, /group%2Fproject, example.com",
        "http://example.com/a#b?c, http, example.com, 80, /a, example.com",
        "http://example.com#@evil.com/, http, example.com, 80, /, example.com",
        "http://example.com?@evil.com/, http, example.com, 80, /?@evil.com/, example.com",
        "http://example.com/@evil.com, http, example.com, 80, /@evil.com, example.com",
        "http://my_host-1, http, my_host-1, 80, /, my_host-1",
        "http://xn--bcher-kva.example, http, xn--bcher-kva.example, 80, /, xn--bcher-kva.example",
        "http://10.0.0.1:81/, http, 10.0.0.1, 81, /, 10.0.0.1:81",
        "http://[::1]:81/x, http, ::1, 81, /x, [::1]:81",
        "https://[2001:DB8::1], https, 2001:DB8::1, 443, /, [2001:DB8::1]",
        "http://1e100.net, http, 1e100.net, 80, /, 1e100.net",
        "http://7.example, http, 7.example, 80, /, 7.example",
      })
  void takesAUrlApart(
      String url, String scheme, String host, int port, String path, String authority)
      throws InvalidTargetException {
    Target target = Target.parse(url);

    assertThat(target.scheme()).isEqualTo(scheme);
    assertThat(target.hostName()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
    assertThat(target.pathAndQuery()).isEqualTo(path);
    assertThat(target.authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/path",
        "example.com",
        "//example.com",
        "http:example.com",
        "http:/example.com",
        "https//example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "gopher://example.com",
        "jar:http://example.com!/",
        "httpx://example.com",
        " http://example.com",
        "http ://example.com"
      })
  void refusesWhatIsNoHttpUrl(String url) {
    assertThatThrownBy(() -> Target.parse(url)).isInstanceOf(InvalidTargetException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://good@evil",
        "http://good:pass@evil/",
        "http://good%40evil@evil",
        "http://@evil",
        "http://a@b@c/"
      })
  void refusesAUserName(String url) {
    assertThatThrownBy(() -> Target.parse(url)).hasMessageContaining("user name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7F.1/",
        "http://0x7f.0x0.0x0.0x1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.01/",
        "http://127.0.0.256/",
        "http://127.0.0.1.5/",
        "http://1.2.3/",
        "http://0/",
        "http://0x/",
        "http://evil.0x7f/",
        "http://evil.1/",
        "http://[127.0.0.1]/",
        "http://[::1%25eth0]/",
        "http://[::1%eth0]/",
        "http://[fe80::1%1]/",
        "http://[v1.a]/",
        "http://[::g]/",
        "http://[]/",
        "http://[1:2:3:4:5:6:7:8:9]/"
      })
  void refusesOtherSpellingsOfAddresses(String url) {
    assertThatThrownBy(() -> Target.parse(url)).hasMessageContaining("must have a host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http:///path",
        "http://:80/",
        "http://?x",
        "http://#x",
        "http://.",
        "http://.example.com",
        "http://example..com",
        "http://example.com.",
        "http://127.0.0.1.",
        "http://localhost.",
        "http://-example.com",
        "http://example-.com",
        "http://exa%6dple.com",
        "http://127.0.0.1%2f@example",
        "http://exam*ple.com",
        "http://*",
        "http://::1/",
        "http://[::1",
        "http://::1]/",
        "http://[::1]evil/",
        "http://[[::1]]/",
        "http://a,b/",
        "http://b\u00fccher.example",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://127\u30020.0.1/",
        "http://\u24d4xample.com/",
        "http://ex\u00adample.com"
      })
  void refusesHostsThatAreNone(String url) {
    assertThatThrownBy(() -> Target.parse(url)).isInstanceOf(InvalidTargetException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com:0",
        "http://example.com:",
        "http://example.com:/x",
        "http://example.com:65536",
        "http://example.com:080",
        "http://example.com:+80",
        "http://example.com:80a",
        "http://example.com:80:80",
        "http://example.com:99999999999",
        "http://[::1]:x"
      })
  void refusesPortsThatAreNone(String url) {
    assertThatThrownBy(() -> Target.parse(url)).hasMessageContaining("port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com\\@evil.com",
        "http://example.com\\evil",
        "http:\\\\example.com",
        "http://example.com/a\\..\\b",
        "http://example.com/a b",
        "http://example.com/a\tb",
        "http://example.com/a\r\nX: y",
        "http://example.com/?a\nb",
        "http://example.com/\u0000",
        "http://example.com/\u007f",
        "http://example.com/\u00e9",
        "http://example.com/\u010a"
      })
  void refusesCharactersThatProgramsReadDifferently(String url) {
    assertThatThrownBy(() -> Target.parse(url)).hasMessageContaining("percent-encode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.",
        "/..",
        "/a/../b",
        "/a/./b",
        "/a/%2e%2e/b",
        "/a/%2E%2e",
        "/a/.%2e/b",
        "/a/%2e/b",
        "/a/%252e%252e/b",
        "/a/%25252e%25252e/b",
        "/a/%25%32%65%25%32%65/b",
        "/a/..;/b",
        "/a/..;x=1/b",
        "/a/%2e%2e;/b",
        "/a/..%3bx/b",
        "/a/..%2fb",
        "/a/..%5cb",
        "/a%2f..%2fb",
        "/a%5c..%5cb",
        "/a%255c..%255cb",
        "/a%252f..%252fb"
      })
  void refusesDotSegmentsInEveryDisguise(String path) {
    assertThatThrownBy(() -> Target.parse("http://example.com" + path))
        .hasMessageContaining("path segments . and ..");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%00", "/..%00/b", "/a%0d%0aX", "/a%250a", "/.%09./b", "/%7f"})
  void refusesControlCharactersInAPath(String path) {
    assertThatThrownBy(() -> Target.parse("http://example.com" + path))
        .hasMessageContaining("control characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/...", "/a..b", "/..a", "/.hidden", "/a.", "/%2e%2e%2e", "/x;..", "/a?/.."})
  void takesDotsThatAreNoSegment(String path) throws InvalidTargetException {
    assertThat(Target.parse("http://example.com" + path).pathAndQuery()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%2", "/%zz", "/a|b", "/a[b", "/a\"b", "/<b>", "/a^b", "/{b}"})
  void refusesAPathThatIsNotEncoded(String path) {
    assertThatThrownBy(() -> Target.parse("http://example.com" + path))
        .hasMessageContaining("must have a path of");
  }

  @Test
  void refusesAUrlOfAnyLength() {
    assertThatThrownBy(() -> Target.parse("http://example.com/" + "a".repeat(10_000)))
        .hasMessageContaining("at most 8192 characters");
    assertThatThrownBy(() -> Target.parse("http://" + "a.".repeat(200) + "com"))
        .isInstanceOf(InvalidTargetException.class);
    assertThatThrownBy(() -> Target.parse("http://" + "a".repeat(64) + ".com"))
        .isInstanceOf(InvalidTargetException.class);
  }

  @Test
  void costsLittleHoweverOftenAPathIsEncoded() throws InvalidTargetException {
    String path = "/%" + "25".repeat(4_000) + "41";

    assertThat(Target.parse("http://example.com" + path).pathAndQuery()).isEqualTo(path);
  }
}
