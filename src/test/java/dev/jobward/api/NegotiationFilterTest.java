package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationFilterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        " application/json ",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json; charset=\"Utf-8\"",
        "application/json ; Charset = utf-8"
      })
  void takesJsonInUtf8(String type) {
    assertThat(NegotiationFilter.isJson(Optional.of(type), Optional.empty())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "text/json",
        "application/jsonp",
        "application/problem+json",
        "application/x-www-form-urlencoded",
        "application/*",
        "*/*",
        "json",
        "application/json/",
        "application/json charset=utf-8",
        "application/json;charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json; charset=",
        "application/json; charset=utf-8; charset=utf-16",
        "application/json, text/plain",
        "application/json,application/json",
        "\u00a0application/json"
      })
  void refusesAnyOtherType(String type) {
    assertThat(NegotiationFilter.isJson(Optional.of(type), Optional.empty())).isFalse();
  }

  @Test
  void refusesABodyWithoutAType() {
    assertThat(NegotiationFilter.isJson(Optional.empty(), Optional.empty())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity", "br, gzip", ""})
  void refusesAnyContentEncoding(String encoding) {
    assertThat(NegotiationFilter.isJson(Optional.of("application/json"), Optional.of(encoding)))
        .isFalse();
  }

  @Test
  void answersAClientThatAcceptsNothingInParticular() {
    assertThat(NegotiationFilter.acceptsJson(Optional.empty())).isTrue();
    assertThat(NegotiationFilter.acceptsJson(Optional.of(" "))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON",
        "*/*",
        "application/*",
        "text/html, application/xhtml+xml, */*;q=0.8",
        "text/html;q=1,application/json;q=0.001",
        "application/json;charset=utf-8",
        "application/json; q=0.0001",
        "text/html;q=0, */*",
        "*/*;q=0, application/json",
        "application/*;q=0, application/json;q=0.1",
        "application/xml;q=0,application/*;q=0.1",
        "text/html,,application/json",
        "nonsense, application/json"
      })
  void answersAClientThatAcceptsJson(String accept) {
    assertThat(NegotiationFilter.acceptsJson(Optional.of(accept))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/xml",
        "application/jsonp",
        "text/*",
        "json",
        "*",
        "application",
        ";q=1",
        ",",
        "*/json",
        "application/json;q=0",
        "application/json; q=0.000",
        "application/json ; Q = 0.0",
        "application/json;q=0.",
        "*/*;q=0",
        "application/*;q=0",
        "application/json;q=0, */*",
        "application/json;q=0, application/*;q=1",
        "application/*;q=0, */*;q=1",
        "application/json;charset=utf-8;q=0"
      })
  void answersNoClientThatRefusesJson(String accept) {
    assertThat(NegotiationFilter.acceptsJson(Optional.of(accept))).isFalse();
  }

  @Test
  void readsAnEndlessAcceptHeader() {
    assertThat(NegotiationFilter.acceptsJson(Optional.of("a/b;q=0,".repeat(100_000)))).isFalse();
    assertThat(
            NegotiationFilter.acceptsJson(
                Optional.of("application/json" + ";q=0.0000".repeat(20_000))))
        .isTrue();
  }
}
