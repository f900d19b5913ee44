package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ETagTest {

  private static final ETag TAG = new ETag("abc");

  @Test
  void isTheSha256OfTheBytes() {
    assertThat(ETag.of("abc".getBytes(StandardCharsets.UTF_8)))
        .hasToString("\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
    assertThat(ETag.of(new byte[0]))
        .hasToString("\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"abc\"",
        "W/\"abc\"",
        "*",
        " * ",
        "\"x\", \"abc\"",
        "\"abc\", \"x\"",
        "\"x\",\"abc\",\"y\"",
        "\"x\" , W/\"abc\" ,\"y\"",
        ", ,\"x\",,\t\"abc\",",
        "\"\", \"abc\"",
        "\"a,b\", \"abc\"",
        "\"W/\", \"abc\"",
        "\"\u00ff\", \"abc\""
      })
  void isFoundInAList(String line) {
    assertThat(TAG.isListedIn(List.of(line))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "\"x\"",
        "\"ABC\"",
        "\"abcd\"",
        "\"ab\"",
        "\" abc\"",
        "abc",
        "'abc'",
        "\"abc",
        "abc\"",
        "\"x\", \"a,\"abc\"",
        "w/\"abc\"",
        "W /\"abc\"",
        "W/abc",
        "W/W/\"abc\"",
        "\"x\" \"abc\"",
        "\"abc\"; \"x\"",
        "\"abc\"x",
        "x\"abc\"",
        "**",
        "*, \"x\"",
        "\"abc\", *",
        "\"*\"",
        "W/*",
        "\"abc\", x",
        "x, \"abc\"",
        "\"abc-gzip\""
      })
  void isNotFoundWhereItIsNotOrTheListIsMalformed(String line) {
    assertThat(TAG.isListedIn(List.of(line))).isFalse();
  }

  @Test
  void takesSeveralLinesForOneList() {
    assertThat(TAG.isListedIn(List.of())).isFalse();
    assertThat(TAG.isListedIn(List.of("\"x\"", "\"abc\""))).isTrue();
    assertThat(TAG.isListedIn(List.of("\"abc\",", "", "\"x\""))).isTrue();
    assertThat(TAG.isListedIn(List.of("\"x\"", "\"y\""))).isFalse();
    assertThat(TAG.isListedIn(List.of("*", "\"abc\""))).isFalse();
  }

  @Test
  void readsAnEndlessList() {
    assertThat(TAG.isListedIn(List.of("W/\"x\" , ".repeat(200_000) + "\"abc\""))).isTrue();
    assertThat(TAG.isListedIn(List.of("\"".repeat(1_000_001)))).isFalse();
    assertThat(TAG.isListedIn(List.of("\"abc\"" + " ".repeat(1_000_000) + "x"))).isFalse();
    assertThat(TAG.isListedIn(List.of(",".repeat(1_000_000) + "x"))).isFalse();
  }
}
