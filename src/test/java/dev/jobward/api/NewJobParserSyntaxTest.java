package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.NewJob;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as JSON, and that a payload stays as it was sent. */
class NewJobParserSyntaxTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ }",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1.00,\"b\":1e400,\"c\":-0,\"d\":-0.0,\"e\":9007199254740993,\"f\":1E+2}",
        "{\"\":{\"\":[]}}",
        "{\"a\":\"\\u0000\\ud800\\udc00\\udc00\\/\\b\"}",
        "{\"\\ud800\":\"\\udfff\"}",
        "{\"a\":\"😀 Zoë \u2028 \u007f \uffff\"}",
        " {\n\t\"a\" : [ 1 , 2 ]\r\n} ",
        "{\"payload\":{\"payload\":{}},\"jobType\":1}",
        "{\"a\":\"}\",\"b\":\"{\\\"\"}"
      })
  void keepsThePayloadAsItWasSent(String payload) {
    NewJob job = parse("{\"jobType\":\"a\", \"payload\":" + payload + ", \"priority\":1}");

    assertThat(job.payload()).isEqualTo(payload.strip());
  }

  @Test
  void findsThePayloadBehindFarMoreTextThanOneBuffer() {
    String payload = "{\"text\":\"" + "Zoë 😀".repeat(40_000) + "\"}";
    String body =
        " ".repeat(70_000) + "{\"jobType\":\"a\",\"payload\":" + payload + ",\"priority\":1}";

    assertThat(parse(body).payload()).isEqualTo(payload);
  }

  @Test
  void keepsANumberOfAMillionDigits() {
    String payload = "{\"n\":" + "7".repeat(1_000_000) + "}";

    assertThat(parseWith(payload).payload()).isEqualTo(payload);
  }

  @Test
  void doesNotExpandAnEnormousExponent() {
    String payload = "{\"n\":[1e999999999,-1E-999999999,1e" + "9".repeat(100_000) + "]}";

    assertThat(parseWith(payload).payload()).isEqualTo(payload);
  }

  @Test
  void keepsANameAndAStringOfHundredsOfThousandsOfCharacters() {
    String payload = "{\"%s\":\"%s\"}".formatted("n".repeat(300_000), "s".repeat(300_000));

    assertThat(parseWith(payload).payload()).isEqualTo(payload);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void takesAHundredLevels(String open) {
    assertThat(parseWith(nested(open, 100)).payload()).startsWith("{\"p\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void refusesAHundredAndOneLevels(String open) {
    assertThat(faults(body(nested(open, 101))))
        .containsExactly(new Fault("body", "must not nest deeper than 100 levels"));
  }

  @Test
  void refusesAHundredAndOneLevelsInAMemberThatNobodyKnows() {
    String body =
        "{\"jobType\":\"a\",\"payload\":{},\"x\":" + "[".repeat(100) + "]".repeat(100) + "}";

    assertThat(faults(body).get(0).message()).contains("100 levels");
  }

  @Test
  void refusesHalfAMillionOpenBracketsWithoutFallingOver() {
    assertThat(faults("[".repeat(500_000))).hasSize(1);
    assertThat(faults("{\"payload\":" + "[".repeat(500_000))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "1",
        "\"a\"",
        "[]",
        "[{\"jobType\":\"a\",\"payload\":{}}]"
      })
  void refusesABodyThatIsNoObject(String body) {
    assertThat(faults(body)).extracting(Fault::field).containsExactly("body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":'b'}",
        "{\"a\":[1,]}",
        "{\"a\":[,]}",
        "{\"a\":[1 2]}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":undefined}",
        "{\"a\":True}",
        "{\"a\":truex}",
        "{\"a\":nul}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":0x1}",
        "{\"a\":1_0}",
        "{\"a\":--1}",
        "{\"a\":1}//x",
        "/*x*/{\"a\":1}",
        "{\"a\":/*x*/1}",
        "{\"a\":1}#x",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\"x}",
        "{\"a\":1}\u0000",
        "{\u00a0}",
        "{\u000b}",
        "{\f}"
      })
  void refusesWhatIsNoJson(String payload) {
    assertThat(faults(body(payload))).extracting(Fault::field).containsExactly("body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "x", "}", ",", "null", "1", "\"\"", "//", "\u0000", "\ufeff", "]"})
  void refusesTextBehindTheObject(String tail) {
    assertThat(faults(body("{}") + tail)).extracting(Fault::field).containsExactly("body");
  }

  @Test
  void takesWhiteSpaceAroundTheObject() {
    assertThat(parse("\r\n\t " + body("{}") + " \r\n").payload()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jobType\":\"a\",\"jobType\":\"a\",\"payload\":{}}",
        "{\"jobType\":\"a\",\"payload\":{},\"payload\":{}}",
        "{\"jobType\":\"a\",\"payload\":{},\"priority\":1,\"priority\":null}",
        "{\"jobType\":\"a\",\"payload\":{},\"\\u006aobType\":\"a\"}",
        "{\"jobType\":\"a\",\"payload\":{\"k\":1,\"k\":1}}",
        "{\"jobType\":\"a\",\"payload\":{\"k\":[{\"\":1,\"\":2}]}}",
        "{\"jobType\":\"a\",\"payload\":{\"\\ud800\":1,\"\\ud800\":2}}"
      })
  void refusesANameTwiceInOneObject(String body) {
    assertThat(Refused.faults(ErrorCode.INVALID_BODY, () -> parse(body)))
        .singleElement()
        .extracting(Fault::message)
        .asString()
        .startsWith("has a name twice in one object at line 1, column ");
  }

  @Test
  void takesANameAgainInAnotherObject() {
    assertThat(parseWith("{\"k\":{\"k\":1},\"l\":[{\"k\":1},{\"k\":1}]}").payload())
        .startsWith("{\"k\"");
  }

  @Test
  void takesTwoLoneSurrogatesForTwoNames() {
    assertThat(parseWith("{\"\\ud800\":1,\"\\ud801\":2}").payload()).contains("\\ud801");
  }

  @Test
  void saysWhereTheTextStopsToBeJson() {
    assertThat(faults("{\n  \"jobType\": oops}"))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("line 2"));
  }

  @Test
  void doesNotRepeatWhatItCouldNotRead() {
    assertThat(faults("{\"jobType\":secret}").get(0).message())
        .doesNotContain("secret")
        .doesNotContain("jackson")
        .doesNotContain("Source");
  }

  @Test
  void refusesAByteOrderMark() {
    assertThat(faults("\ufeff" + body("{}")))
        .containsExactly(new Fault("body", "must not begin with a byte order mark"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void refusesAnyOtherUnicodeEncoding(String charset) {
    byte[] bytes = body("{}").getBytes(Charset.forName(charset));

    assertThat(
            Refused.fields(
                ErrorCode.INVALID_BODY,
                () -> NewJobParser.parse(bytes, CLOCK, (type, payload) -> List.of())))
        .containsExactly("body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ff", "c0af", "c080", "eda080", "edb080", "f4908080", "e282", "80", "f0288cbc"})
  void refusesBytesThatAreNoUtf8(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] bytes =
        (body("{\"a\":\"") + new String(bad, StandardCharsets.ISO_8859_1) + "\"}}")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(
            Refused.faults(
                ErrorCode.INVALID_BODY,
                () -> NewJobParser.parse(bytes, CLOCK, (type, payload) -> List.of())))
        .containsExactly(new Fault("body", "must be valid UTF-8"));
  }

  private static String body(String payload) {
    return "{\"jobType\":\"a\",\"payload\":" + payload + "}";
  }

  /** A payload whose innermost value is on this level, the body's own object being the first. */
  private static String nested(String open, int levels) {
    int inner = levels - 2;
    String close = open.startsWith("[") ? "]" : "}";
    String innermost = open.startsWith("[") ? "" : "1";
    return "{\"p\":" + open.repeat(inner) + innermost + close.repeat(inner) + "}";
  }

  private static NewJob parse(String body) {
    return NewJobParser.parse(
        body.getBytes(StandardCharsets.UTF_8), CLOCK, (type, payload) -> List.of());
  }

  private static NewJob parseWith(String payload) {
    return parse(body(payload));
  }

  private static List<Fault> faults(String body) {
    return Refused.faults(ErrorCode.INVALID_BODY, () -> parse(body));
  }
}
