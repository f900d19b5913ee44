package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  private static final String ENDLESS = "9".repeat(1_000_000);

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=0-, 0, 10",
    "bytes=3-5, 3, 3",
    "bytes=9-9, 9, 1",
    "bytes=9-, 9, 1",
    "bytes=9-10, 9, 1",
    "bytes=5-1000000000000000000000000000000, 5, 5",
    "bytes=5-9223372036854775807, 5, 5",
    "bytes=5-9223372036854775808, 5, 5",
    "bytes=5-18446744073709551616, 5, 5",
    "bytes=000000000000000000000000000005-0000000000000000000000000000006, 5, 2",
    "bytes=-1, 9, 1",
    "bytes=-10, 0, 10",
    "bytes=-11, 0, 10",
    "bytes=-1000000000000000000000000000000, 0, 10",
    "BYTES=3-5, 3, 3",
    "Bytes=3-5, 3, 3"
  })
  void findsThePartThatIsAskedFor(String range, long first, long length) {
    assertThat(asked(range, 10)).contains(new ByteRange(first, length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=--1",
        "bytes=1",
        "bytes=1-2-3",
        "bytes=5-4",
        "bytes=1000000000000000000000000000001-1000000000000000000000000000000",
        "bytes=10000000000000000000000000000000-9",
        "bytes=0-1,3-4",
        "bytes=0-1,",
        "bytes=,0-1",
        "bytes=0-1, -1",
        "bytes= 0-1",
        "bytes =0-1",
        "bytes=0 -1",
        "bytes=0- 1",
        "bytes=0-1 ",
        " bytes=0-1",
        "bytes 0-1",
        "bytes:0-1",
        "bytes=+0-1",
        "bytes=0x0-1",
        "bytes=0.5-1",
        "bytes=a-b",
        "bytes=\u0660-\u0661",
        "bytes=0-1\0",
        "items=0-1",
        "byte=0-1",
        "none",
        "0-1"
      })
  void sendsTheWholeForWhatItDoesNotUnderstandAndForSeveral(String range) {
    assertThat(asked(range, 10)).isEmpty();
  }

  @Test
  void sendsTheWholeForNoRangeAndForTwoHeaders() {
    assertThat(ByteRange.asked(List.of(), 10)).isEmpty();
    assertThat(ByteRange.asked(List.of("bytes=0-1", "bytes=0-1"), 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=10-, 10",
    "bytes=10-10, 10",
    "bytes=10-11, 10",
    "bytes=11-, 10",
    "bytes=9223372036854775807-, 10",
    "bytes=9223372036854775808-, 10",
    "bytes=18446744073709551616-18446744073709551617, 10",
    "bytes=1000000000000000000000000000000-, 10",
    "bytes=1000000000000000000000000000000-1000000000000000000000000000001, 10",
    "bytes=-0, 10",
    "bytes=-000, 10",
    "bytes=0-, 0",
    "bytes=0-0, 0",
    "bytes=5-6, 0",
    "bytes=-0, 0",
    "bytes=-1, 0",
    "bytes=-1000000000000000000000000000000, 0"
  })
  void refusesARangeWithoutAByteInIt(String range, long size) {
    assertThatExceptionOfType(RangeNotSatisfiable.class)
        .isThrownBy(() -> asked(range, size))
        .satisfies(refusal -> assertThat(refusal.size()).isEqualTo(size));
  }

  @Test
  void countsInALargeFile() {
    long size = 5L * 1024 * 1024 * 1024 * 1024;

    assertThat(asked("bytes=-1", size)).contains(new ByteRange(size - 1, 1));
    assertThat(asked("bytes=4294967296-4294967297", size))
        .contains(new ByteRange(4_294_967_296L, 2));
    assertThat(asked("bytes=1-", size)).contains(new ByteRange(1, size - 1));
  }

  @Test
  void readsEndlessNumbers() {
    assertThat(asked("bytes=5-" + ENDLESS, 10)).contains(new ByteRange(5, 5));
    assertThat(asked("bytes=-" + ENDLESS, 10)).contains(new ByteRange(0, 10));
    assertThat(asked("bytes=" + "0".repeat(1_000_000) + "-0", 10)).contains(new ByteRange(0, 1));
    assertThat(asked("bytes=" + ENDLESS + "1-" + ENDLESS + "0", 10)).isEmpty();
    assertThatExceptionOfType(RangeNotSatisfiable.class)
        .isThrownBy(() -> asked("bytes=" + ENDLESS + "-", 10));
  }

  @Test
  void knowsItsLastByte() {
    assertThat(new ByteRange(3, 2).last()).isEqualTo(4);
    assertThat(ByteRange.whole(10)).isEqualTo(new ByteRange(0, 10));
  }

  private static Optional<ByteRange> asked(String range, long size) {
    return ByteRange.asked(List.of(range), size);
  }
}
