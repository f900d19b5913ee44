package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultAnswerTest {

  private static final String BYTES = "0123456789";
  private static final int PIECE = 4;
  private static final ETag TAG = new ETag("abc");

  @Test
  void sendsTheWhole() throws IOException {
    Response answer = get(new Conditions(List.of(), List.of(), List.of()));

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(body(answer)).isEqualTo(BYTES);
    assertThat(answer.getHeaderString("Content-Length")).isEqualTo("10");
    assertThat(answer.getHeaderString("Content-Range")).isNull();
    assertDescribed(answer);
  }

  @Test
  void sendsAPart() throws IOException {
    Response answer = get(new Conditions(List.of(), List.of("\"abc\""), List.of("bytes=2-6")));

    assertThat(answer.getStatus()).isEqualTo(206);
    assertThat(body(answer)).isEqualTo("23456");
    assertThat(answer.getHeaderString("Content-Length")).isEqualTo("5");
    assertThat(answer.getHeaderString("Content-Range")).isEqualTo("bytes 2-6/10");
    assertDescribed(answer);
  }

  @Test
  void sendsNothingToWhoHasItBeforeTheRangeIsLookedAt() {
    for (String range : List.of("bytes=2-6", "bytes=10-", "nonsense")) {
      Conditions conditions =
          new Conditions(List.of("W/\"abc\""), List.of("\"other\""), List.of(range));

      for (Response answer :
          List.of(get(conditions), ResultAnswer.toHead(download(), conditions))) {
        assertThat(answer.getStatus()).isEqualTo(304);
        assertThat(answer.hasEntity()).isFalse();
        assertThat(answer.getHeaderString("ETag")).isEqualTo("\"abc\"");
        assertThat(answer.getHeaderString("Cache-Control"))
            .isEqualTo("private, no-cache, no-transform");
        assertThat(answer.getHeaders()).doesNotContainKeys("Content-Length", "Content-Type");
      }
    }
  }

  @Test
  void refusesARangeBehindTheEnd() {
    Conditions conditions = new Conditions(List.of("\"x\""), List.of(), List.of("bytes=10-"));

    assertThatExceptionOfType(RangeNotSatisfiable.class).isThrownBy(() -> get(conditions));
  }

  @Test
  void tellsTheLengthOfTheWholeToAHeadWhateverItsRange() {
    for (String range : List.of("bytes=2-6", "bytes=10-")) {
      Response answer =
          ResultAnswer.toHead(
              download(), new Conditions(List.of("\"x\""), List.of(), List.of(range)));

      assertThat(answer.getStatus()).isEqualTo(200);
      assertThat(answer.hasEntity()).isFalse();
      assertThat(answer.getHeaderString("Content-Length")).isEqualTo("10");
      assertThat(answer.getHeaderString("Content-Range")).isNull();
      assertDescribed(answer);
    }
  }

  /** Only there can the bytes break off behind the first of them. */
  @ParameterizedTest
  @CsvSource({
    "0-3, false",
    "4-7, false",
    "8-9, false",
    "3-3, false",
    "3-4, true",
    "0-9, true",
    "7-8, true"
  })
  void closesTheConnectionAfterMoreThanOnePiece(String range, boolean closed) {
    Response answer = get(new Conditions(List.of(), List.of(), List.of("bytes=" + range)));

    assertThat(answer.getHeaders().containsKey("Connection")).isEqualTo(closed);
  }

  @Test
  void keepsTheConnectionAfterNothing() throws IOException {
    Download empty = new Download("a/b", "f", TAG, 0, PIECE, (out, part) -> out.write(new byte[0]));

    Response answer =
        ResultAnswer.toGet(empty, new Conditions(List.of(), List.of(), List.of()), "t");

    assertThat(answer.getHeaders()).doesNotContainKey("Connection");
    assertThat(answer.getHeaderString("Content-Length")).isEqualTo("0");
    assertThat(body(answer)).isEmpty();
  }

  private static void assertDescribed(Response answer) {
    assertThat(answer.getHeaderString("Content-Type")).isEqualTo("text/csv");
    assertThat(answer.getHeaderString("Content-Disposition"))
        .startsWith("attachment; filename=\"f.csv\"");
    assertThat(answer.getHeaderString("ETag")).isEqualTo("\"abc\"");
    assertThat(answer.getHeaderString("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.getHeaderString("Cache-Control"))
        .isEqualTo("private, no-cache, no-transform");
    assertThat(answer.getHeaderString("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.getHeaderString("Content-Security-Policy")).isEqualTo("sandbox");
  }

  private static Response get(Conditions conditions) {
    return ResultAnswer.toGet(download(), conditions, "trace-1");
  }

  private static Download download() {
    byte[] bytes = BYTES.getBytes(StandardCharsets.UTF_8);
    return new Download(
        "text/csv",
        "f.csv",
        TAG,
        bytes.length,
        PIECE,
        (out, part) -> out.write(bytes, (int) part.first(), (int) part.length()));
  }

  private static String body(Response answer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ((StreamingOutput) answer.getEntity()).write(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
