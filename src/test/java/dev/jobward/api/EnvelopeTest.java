package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final List<Fault> FAULTS =
      List.of(new Fault("limit", "is required"), new Fault("status", "must be \"x\""));

  @Test
  void tellsASuccessWithItsData() {
    byte[] json = Envelope.success("Done.", data -> data.writeNumber(1));

    assertThat(text(json)).isEqualTo("{\"success\":true,\"data\":1,\"message\":\"Done.\"}");
  }

  @Test
  void tellsEveryFaultOfABadRequest() {
    byte[] json = Envelope.failure(ErrorCode.INVALID_QUERY, "Sorry.", FAULTS, "trace-1");

    assertThat(text(json))
        .isEqualTo(
            "{\"success\":false,\"message\":\"Sorry.\",\"code\":\"INVALID_QUERY\",\"errors\":["
                + "{\"field\":\"limit\",\"message\":\"is required\"},"
                + "{\"field\":\"status\",\"message\":\"must be \\\"x\\\"\"}],\"traceId\":\"trace-1\"}");
  }

  @Test
  void hasFaultsForABadRequestEvenIfThereAreNone() {
    byte[] json = Envelope.failure(ErrorCode.INVALID_HEADER, "Sorry.", List.of(), "t");

    assertThat(text(json)).contains("\"errors\":[]");
  }

  @ParameterizedTest
  @EnumSource
  void hasFaultsForABadRequestAlone(ErrorCode code) {
    String json = text(Envelope.failure(code, "Sorry.", FAULTS, "t"));

    assertThat(json.contains("\"errors\"")).isEqualTo(code.status() == 400);
    assertThat(json).doesNotContain("\"data\"");
  }

  /** A fault may name a member of the body, and a member may have any name. */
  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "a\uDC00b", "\uDC00\uD800", "😀\uD83D"})
  void tellsAFaultWhateverTheFieldIsCalled(String field) {
    byte[] json =
        Envelope.failure(ErrorCode.INVALID_BODY, "Sorry.", List.of(new Fault(field, "x")), "t");

    assertThat(text(json)).startsWith("{\"success\":false").endsWith("\"traceId\":\"t\"}");
  }

  @Test
  void escapesWhatJsonCannotHold() {
    byte[] json =
        Envelope.failure(ErrorCode.INVALID_BODY, "x", List.of(new Fault("\0\n\"\\", "y")), "t");

    assertThat(text(json)).contains("\"field\":\"\\u0000\\n\\\"\\\\\"");
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHENTICATED",
    "403, FORBIDDEN",
    "404, NOT_FOUND",
    "405, METHOD_NOT_ALLOWED",
    "406, NOT_ACCEPTABLE",
    "413, PAYLOAD_TOO_LARGE",
    "415, UNSUPPORTED_MEDIA_TYPE",
    "503, UNAVAILABLE",
    "500, INTERNAL",
    "501, INTERNAL",
    "400, INVALID_HEADER",
    "431, INVALID_HEADER",
    "200, INTERNAL"
  })
  void hasACodeForEveryStatusOfTheServersOwn(int status, ErrorCode code) {
    assertThat(ErrorCode.ofStatus(status)).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void hasASentenceForEveryCode(ErrorCode code) {
    assertThat(code.sentence()).endsWith(".").doesNotContain("Exception", "java", "null");
  }

  private static String text(byte[] json) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("not UTF-8", e);
    }
  }
}
