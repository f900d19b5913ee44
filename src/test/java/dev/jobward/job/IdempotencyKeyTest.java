package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

  @Test
  void carriesTheDigestOfTheBody() {
    assertThat(key("abc").bodySha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void tellsBodiesApartByteForByte() {
    assertThat(key("{\"a\":1}").bodySha256()).isNotEqualTo(key("{\"a\": 1}").bodySha256());
    assertThat(key("").bodySha256()).isNotEqualTo(key(" ").bodySha256());
  }

  private static IdempotencyKey key(String body) {
    return IdempotencyKey.of("k", body.getBytes(StandardCharsets.UTF_8));
  }
}
