package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.SentFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

  private static final long LIMIT = 1000;
  private static final String TOKEN = "8dd6c5e4-3dc8-4b4f-b27d-429e22382e98";

  private final Map<String, List<String>> headers =
      new HashMap<>(Map.of("Lease-Token", List.of(TOKEN)));

  @Test
  void takesATokenATypeAndAName() {
    headers.put("Content-Type", List.of("text/csv; charset=utf-8"));
    headers.put("Content-Disposition", List.of("attachment; filename=\"a b.csv\""));

    SentFile file = upload().file(bytes(0));

    assertThat(upload().token().orElseThrow()).hasToString(TOKEN);
    assertThat(file.contentType()).isEqualTo("text/csv; charset=utf-8");
    assertThat(file.name()).isEqualTo("a b.csv");
  }

  @Test
  void isAFileOfUnknownBytesWhereNothingIsSaid() {
    SentFile file = upload().file(bytes(0));

    assertThat(file.contentType()).isEqualTo("application/octet-stream");
    assertThat(file.name()).isEqualTo("result");
  }

  @Test
  void namesEveryHeaderThatIsWrong() {
    headers.remove("Lease-Token");
    headers.put("Content-Type", List.of("nonsense"));
    headers.put("Content-Disposition", List.of("attachment; filename=\"a"));

    assertThat(Refused.fields(ErrorCode.INVALID_HEADER, this::upload))
        .containsExactly("Lease-Token", "Content-Type", "Content-Disposition");
  }

  @Test
  void refusesTwoTokensThoughTheyAreAlike() {
    headers.put("Lease-Token", List.of(TOKEN, TOKEN));

    assertThat(Refused.fields(ErrorCode.INVALID_HEADER, this::upload))
        .containsExactly("Lease-Token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "8DD6C5E4-3DC8-4B4F-B27D-429E22382E98", " " + TOKEN})
  void hasNoTokenWhereThereIsNothingThatWasGivenOutAsOne(String token) {
    headers.put("Lease-Token", List.of(token));

    assertThat(upload().token()).isEmpty();
  }

  @Test
  void refusesALengthOverTheLimitBeforeAnythingIsRead() {
    headers.put("Content-Length", List.of("1001"));

    Refused.failure(ErrorCode.PAYLOAD_TOO_LARGE, this::upload);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1000})
  void readsUpToTheLimit(int length) throws IOException {
    assertThat(upload().file(bytes(length)).bytes().readAllBytes()).hasSize(length);
    headers.put("Content-Length", List.of(Integer.toString(length)));
    assertThat(upload().file(bytes(length)).bytes().readAllBytes()).hasSize(length);
  }

  @Test
  void readsNoFurther() {
    SentFile file = upload().file(bytes(1001));

    Refused.failure(ErrorCode.PAYLOAD_TOO_LARGE, () -> file.bytes().readAllBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 499})
  void refusesFewerBytesThanWereAnnounced(int length) {
    headers.put("Content-Length", List.of("500"));
    SentFile file = upload().file(bytes(length));

    Refused.failure(ErrorCode.INVALID_BODY, () -> file.bytes().readAllBytes());
  }

  @Test
  void refusesFewerBytesAgainWhoeverAsksAgain() {
    headers.put("Content-Length", List.of("500"));
    InputStream bytes = upload().file(bytes(499)).bytes();

    for (int i = 0; i < 2; i++) {
      Refused.failure(ErrorCode.INVALID_BODY, bytes::readAllBytes);
    }
  }

  @Test
  void refusesABodyWhoseSenderHangsUp() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    SentFile file = upload().file(new SequenceInputStream(bytes(10), closed));

    Refused.failure(ErrorCode.INVALID_BODY, () -> file.bytes().readAllBytes());
  }

  @Test
  void readsSingleBytesAsTheyAre() throws IOException {
    InputStream bytes = upload().file(new ByteArrayInputStream(new byte[] {-1, 5})).bytes();

    assertThat(bytes.read()).isEqualTo(255);
    assertThat(bytes.read()).isEqualTo(5);
    assertThat(bytes.read()).isEqualTo(-1);
  }

  private Upload upload() {
    return Upload.of(Requests.with(headers), LIMIT);
  }

  private static InputStream bytes(int length) {
    return new ByteArrayInputStream(new byte[length]);
  }
}
