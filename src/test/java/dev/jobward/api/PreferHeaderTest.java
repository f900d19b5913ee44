package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferHeaderTest {

  private static final int LONG = 20_000;

  @Test
  void asksForNoWaitIfItIsNotThere() {
    assertThat(PreferHeader.waitingTime(List.of())).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "wait=10, 10",
        "wait=0, 0",
        "wait=00010, 10",
        "WAIT=10, 10",
        "wait = 10, 10",
        "wait=\"10\", 10",
        "|respond-async, wait=10|, 10",
        "|wait=10,respond-async|, 10",
        "|,, wait=10 ,,|, 10",
        "|foo; a=b; c=\"d, wait=3\", wait=10|, 10",
        "|wait=10; a=b|, 10",
        "|wait=10 ; a|, 10",
        "|foo=\"a\\\", wait=3\", wait=10|, 10",
        "return=minimal;wait=3, 0"
      })
  void asksForTheSecondsThatItNames(String header, long seconds) {
    assertThat(wait(header)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=60",
        "wait=61",
        "wait=3600",
        "wait=9999999999",
        "wait=99999999999999999999999999",
        "wait=\"1000\""
      })
  void asksForAMinuteAtMost(String header) {
    assertThat(wait(header)).isEqualTo(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "=",
        "=10",
        "wait",
        "wait=",
        "wait=\"\"",
        "wait=x",
        "wait=-1",
        "wait=+1",
        "wait=1.5",
        "wait=1e1",
        "wait=10s",
        "wait=0x10",
        "wait=1 0",
        "wait=\u0661",
        "wait=\"10",
        "wait=10\"",
        "wait='10'",
        "wait==10",
        "wait:10",
        "wait 10",
        "waits=10",
        "await=10",
        "wait;10",
        "\"wait\"=10",
        "foo bar, wait=10",
        "foo=\"bar, wait=10"
      })
  void ignoresWhatIsMalformed(String header) {
    assertThat(wait(header)).isZero();
  }

  /** RFC 7240: of several the first counts. */
  @Test
  void takesTheFirstOfSeveral() {
    assertThat(wait("wait=5, wait=10")).isEqualTo(Duration.ofSeconds(5));
    assertThat(wait("wait=x, wait=10")).isZero();
    assertThat(PreferHeader.waitingTime(List.of("respond-async", "wait=5", "wait=10")))
        .isEqualTo(Duration.ofSeconds(5));
  }

  /** It is anybody's text: no spelling of it may take more than its own length. */
  @Test
  @Timeout(5)
  void isReadInOneGo() {
    for (String part :
        new String[] {" ", ",", "a", "a ", "a,", ";", "\"", "\\", "\"\\", "a=", "="}) {
      for (String end : new String[] {"", "x", "\"", "\u0001", ", wait=x"}) {
        assertThat(wait(part.repeat(LONG) + end)).isZero();
        assertThat(wait("a" + part.repeat(LONG) + end)).isZero();
        assertThat(wait("wait=1;" + part.repeat(LONG) + end)).isLessThan(Duration.ofSeconds(2));
        assertThat(wait("foo=\"" + part.repeat(LONG) + end)).isZero();
      }
    }
  }

  private static Duration wait(String header) {
    return PreferHeader.waitingTime(List.of(header));
  }
}
