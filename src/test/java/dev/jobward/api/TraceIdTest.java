package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A-b_c.9",
        "-",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void isTheOneThatTheRequestBrings(String sent) {
    assertThat(TraceId.of(Requests.with("X-Request-Id", sent))).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a\n",
        "a\r\nSet-Cookie: x",
        "é",
        "a/b",
        "<script>",
        "\0",
        "01234567890123456789012345678901234567890123456789012345678901234"
      })
  void isMadeWhereTheRequestBringsNoneThatFits(String sent) {
    assertThat(TraceId.of(Requests.with("X-Request-Id", sent)))
        .isNotEqualTo(sent)
        .matches("[A-Za-z0-9._-]{1,64}");
  }

  @Test
  void isMadeAnewForEveryRequest() {
    assertThat(TraceId.of(Requests.plain())).isNotEqualTo(TraceId.of(Requests.plain()));
  }

  @Test
  void staysTheSameForAllOfOneRequest() {
    HttpServletRequest request = Requests.plain();

    assertThat(TraceId.of(request)).isEqualTo(TraceId.of(request));
  }
}
