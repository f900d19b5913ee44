package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

  private static final int LIMIT = 10;

  @Test
  void readsABodyOfExactlyTheLimit() {
    assertThat(BodyReader.read(bytes(LIMIT), LIMIT, LIMIT)).hasSize(LIMIT);
  }

  @Test
  void readsABodyWithoutADeclaredLength() {
    assertThat(BodyReader.read(bytes(3), -1, LIMIT)).containsExactly(0, 0, 0);
  }

  @Test
  void readsAnEmptyBody() {
    assertThat(BodyReader.read(bytes(0), -1, LIMIT)).isEmpty();
  }

  @Test
  void refusesADeclaredLengthOverTheLimitWithoutReading() throws IOException {
    InputStream untouchable = failing();

    Refused.failure(
        ErrorCode.PAYLOAD_TOO_LARGE, () -> BodyReader.read(untouchable, LIMIT + 1, LIMIT));
    Refused.failure(
        ErrorCode.PAYLOAD_TOO_LARGE, () -> BodyReader.read(untouchable, Long.MAX_VALUE, LIMIT));
  }

  @Test
  void readsOneByteMoreThanTheLimitAtMost() {
    ByteArrayInputStream body = bytes(1000);

    Refused.failure(ErrorCode.PAYLOAD_TOO_LARGE, () -> BodyReader.read(body, -1, LIMIT));
    assertThat(body.available()).isEqualTo(1000 - LIMIT - 1);
  }

  @Test
  void refusesABodyThatIsLongerThanItWasSaidToBe() {
    Refused.failure(ErrorCode.PAYLOAD_TOO_LARGE, () -> BodyReader.read(bytes(LIMIT + 1), 1, LIMIT));
  }

  @Test
  void refusesABodyThatBreaksOff() throws IOException {
    InputStream broken = failing();

    Refused.failure(ErrorCode.INVALID_BODY, () -> BodyReader.read(broken, -1, LIMIT));
  }

  /** Throws at the first read. */
  private static InputStream failing() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    return closed;
  }

  private static ByteArrayInputStream bytes(int length) {
    return new ByteArrayInputStream(new byte[length]);
  }
}
