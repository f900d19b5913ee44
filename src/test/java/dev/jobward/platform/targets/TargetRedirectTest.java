package dev.jobward.platform.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a redirect makes of a target. */
class TargetRedirectTest {

  @ParameterizedTest
  @CsvSource({
    "https://b.example/x, https://b.example/x",
    "HTTP://b.example, http://b.example/",
    "//b.example/x, http://b.example/x",
    "//b.example:81, http://b.example:81/",
    "/x?y, http://a.example:81/x?y",
    "/, http://a.example:81/",
    "x, http://a.example:81/d/x",
    "x/y, http://a.example:81/d/x/y",
    "./x, http://a.example:81/d/x",
    "../x, http://a.example:81/x",
    "../../../x, http://a.example:81/x",
    "., http://a.example:81/d/",
    ".., http://a.example:81/",
    "/a/b/../c/./d, http://a.example:81/a/c/d",
    "/a/.., http://a.example:81/",
    "/a/b/.., http://a.example:81/a/",
    "?z=1, http://a.example:81/d/e?z=1",
    "#frag, http://a.example:81/d/e?q",
    "x#frag, http://a.example:81/d/x",
    "?a:b, http://a.example:81/d/e?a:b",
    "/a//b, http://a.example:81/a//b",
  })
  void followsARedirect(String reference, String expected) throws InvalidTargetException {
    Target base = Target.parse("http://a.example:81/d/e?q");

    assertThat(base.resolve(reference)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http:b.example",
        "http:/x",
        "http:\\\\b.example",
        "/\\b.example",
        "\\\\b.example",
        "///b.example",
        "//good@evil",
        "http://good@evil/",
        "http://127.1/",
        "%2e%2e/x",
        "/a/%2e%2e/x",
        "http://b.example/a/../b",
        "x y",
        "/x\u0000",
        "/\u00e9",
        "//"
      })
  void refusesARedirectToWhatIsNoTarget(String reference) throws InvalidTargetException {
    Target base = Target.parse("http://a.example/d/e");

    assertThatThrownBy(() -> base.resolve(reference)).isInstanceOf(InvalidTargetException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example, http://A.example:80/x, true",
    "http://a.example, https://a.example, false",
    "http://a.example:443, https://a.example, false",
    "http://a.example, http://a.example:81, false",
    "http://a.example, http://b.example, false",
    "http://[::1]/, http://[0:0::1]/, true",
  })
  void comparesOrigins(String one, String other, boolean same) throws InvalidTargetException {
    assertThat(Target.parse(one).hasSameOriginAs(Target.parse(other))).isEqualTo(same);
  }
}
