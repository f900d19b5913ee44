package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0198c0de-1234-7abc-8def-0123456789ab",
        "00000000-0000-7000-8000-000000000000",
        "ffffffff-ffff-7fff-bfff-ffffffffffff",
        "0198c0de-1234-7abc-9def-0123456789ab",
        "0198c0de-1234-7abc-adef-0123456789ab"
      })
  void readsWhatItWrites(String text) {
    assertThat(JobId.parse(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0198C0DE-1234-7abc-8def-0123456789ab",
        "0198c0de-1234-4abc-8def-0123456789ab",
        "0198c0de-1234-1abc-8def-0123456789ab",
        "0198c0de-1234-7abc-7def-0123456789ab",
        "0198c0de-1234-7abc-cdef-0123456789ab",
        "0198c0de12347abc8def0123456789ab",
        "{0198c0de-1234-7abc-8def-0123456789ab}",
        "urn:uuid:0198c0de-1234-7abc-8def-0123456789ab",
        "0198c0de-1234-7abc-8def-0123456789a",
        "0198c0de-1234-7abc-8def-0123456789abc",
        "0198c0de-1234-7abc-8def-0123456789ag",
        " 0198c0de-1234-7abc-8def-0123456789ab",
        "0198c0de-1234-7abc-8def-0123456789ab\n",
        "1-1-7001-8001-1",
        "00000000-0000-0000-0000-000000000000",
        "0198c0de-1234-7abc-8def-0123456789\u0661b",
        "../jobs",
        "1",
        "null"
      })
  void takesNoOtherSpelling(String text) {
    assertThat(JobId.parse(text)).isEmpty();
  }

  @Test
  void liesBetweenTheBoundsOfItsMillisecond() {
    Instant createdAt = Instant.ofEpochMilli(0x0198c0de1234L);
    UUID id = UUID.fromString("0198c0de-1234-7abc-8def-0123456789ab");

    assertThat(JobId.lowestAt(createdAt)).hasToString("0198c0de-1234-0000-0000-000000000000");
    assertThat(JobId.highestAt(createdAt)).hasToString("0198c0de-1234-ffff-ffff-ffffffffffff");
    assertThat(id.toString())
        .isBetween(JobId.lowestAt(createdAt).toString(), JobId.highestAt(createdAt).toString());
  }
}
