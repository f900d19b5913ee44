package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv",
        "text/csv; charset=UTF-8",
        "Text/CSV ; header=present;charset=\"utf-8\"",
        "application/x-ndjson",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "image/svg+xml",
        "multipart/mixed; boundary=\"a b;c\\\"d\"",
        "a/b; c=\"\""
      })
  void isTheOneThatTheJobTypeChose(String type) {
    assertThat(ServedType.of(type)).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "text",
        "text/",
        "/csv",
        "text/csv/x",
        "*/*",
        "text/*",
        "text /csv",
        " text/csv",
        "text/csv ",
        "text/csv;",
        "text/csv; charset",
        "text/csv; charset=",
        "text/csv; =utf-8",
        "text/csv; charset = utf-8",
        "text/csv, text/html",
        "text/csv; a=\"b",
        "text/csv; a=\"b\"c\"",
        "text/csv; a=\"b\\\"",
        "text/csv\r\nX-Evil: 1",
        "text/csv\n",
        "\rtext/csv",
        "text/csv; a=\"\r\n\"",
        "text/csv; a=\"\\\n\"",
        "text/csv;\ta=b",
        "text/csv\0",
        "text/csv\u0085",
        "text/csv\u2028",
        "t\u00e9xt/csv",
        "text/csv; a=\"\u00e9\"",
        "text/csv; a=\"\uD800\"",
        "text/\u212aml",
        "<script>/x"
      })
  void isThatOfUnknownBytesWhereTheJobTypeChoseNone(String type) {
    assertThat(ServedType.of(type)).isEqualTo("application/octet-stream");
  }

  @Test
  void endsSomewhere() {
    assertThat(ServedType.of("a/" + "b".repeat(253))).hasSize(255);
    assertThat(ServedType.of("a/" + "b".repeat(254))).isEqualTo("application/octet-stream");
    assertThat(ServedType.of("a/b" + ";c=d".repeat(250_000))).isEqualTo("application/octet-stream");
    assertThat(ServedType.of("a/b; c=\"" + "\\\"".repeat(500_000)))
        .isEqualTo("application/octet-stream");
  }
}
