package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may say, member by member. What is JSON at all: {@link NewJobParserSyntaxTest}. */
class JsonBodyTest {

  private static final int MANY_BYTES = 1_000;

  private final List<String> seen = new ArrayList<>();

  @Test
  void namesEachMemberThatIsNotThere() {
    assertThat(
            faults(
                "{\"a\":1}",
                body -> body.require(body.members("a thing", name -> read(body, name)), "a", "b")))
        .containsExactly(new Fault("b", "is required"));
  }

  @Test
  void namesEachMemberThatNobodyKnowsAndPassesOverItsValue() {
    assertThat(
            faults(
                "{\"x\":{\"a\":[1,{}]},\"a\":1,\"y\":[[]]}",
                body -> body.members("a thing", name -> name.equals("a") && read(body, name))))
        .containsExactly(
            new Fault("x", "is not a member of a thing"),
            new Fault("y", "is not a member of a thing"));
    assertThat(seen).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {"|\"\"|", "|\"abcd\"|", "5", "null", "true", "{}", "[\"a\"]"})
  void takesATextOfTheRightLengthAlone(String json) {
    assertThat(faultsOf(json, body -> body.text("a", 1, 3)))
        .containsExactly(new Fault("a", "must be a string of 1 to 3 characters"));
    assertThat(textOf("\"abc\"")).contains("abc");
  }

  @Test
  void takesNoTextThatTheDatabaseCannotKeep() {
    assertThat(faultsOf("\"a\\u0000b\"", body -> body.text("a", 1, 3)))
        .containsExactly(new Fault("a", "must not contain U+0000"));
  }

  @Test
  void takesNullForNoNumberAndNoFlag() {
    OptionalLong[] number = {OptionalLong.of(1)};
    List<Optional<Boolean>> flag = new ArrayList<>();

    readValue("null", body -> number[0] = body.number("a", 0, 9));
    readValue("null", body -> flag.add(body.flag("a")));

    assertThat(number[0]).isEmpty();
    assertThat(flag).containsExactly(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "1", "0", "\"\"", "{}", "[true]"})
  void coercesNothingIntoAFlag(String json) {
    assertThat(faultsOf(json, body -> body.flag("a")))
        .containsExactly(new Fault("a", "must be true or false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.00",
        "-0",
        "1e400",
        "\"\\u0000 \\ud800\"",
        "true",
        "null",
        "[ 1 , 2 ]",
        "{ \"b\" : {} }"
      })
  void keepsTheTextOfAnyValue(String json) {
    List<String> texts = new ArrayList<>();

    readValue(json, body -> texts.add(body.valueText()));

    assertThat(texts).containsExactly(json);
  }

  @Test
  void readsAnObjectWithinAnObjectAndSaysWhereItsFaultsAre() {
    assertThat(
            faultsOf(
                "{\"b\":{\"x\":1}}",
                body ->
                    body.object(
                        "a",
                        () ->
                            body.members(
                                "a thing",
                                name -> {
                                  body.object(name, () -> body.members("another", inner -> false));
                                  return true;
                                }))))
        .containsExactly(new Fault("a.b.x", "is not a member of another"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "5", "\"{}\""})
  void takesNothingElseForAnObject(String json) {
    assertThat(faultsOf(json, body -> body.object("a", () -> seen.add("read"))))
        .containsExactly(new Fault("a", "must be an object"));
    assertThat(seen).isEmpty();
  }

  @Test
  void readsAnArrayOfStringsAndNamesThoseThatAreWrong() {
    assertThat(
            faultsOf(
                "[\"a\",5,\"bad\",{\"x\":[]}]",
                body ->
                    body.strings(
                        "a",
                        1,
                        9,
                        text -> text.equals("bad") ? Optional.of("is bad") : Optional.empty())))
        .containsExactly(
            new Fault("a[1]", "must be a string"),
            new Fault("a[2]", "is bad"),
            new Fault("a[3]", "must be a string"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {"[], 0", "|[1,2,3]|, 3", "|[{},{},{},{},{}]|, 5"})
  void countsTheElementsOfAnArray(String json, int count) {
    assertThat(faultsOf(json, body -> body.strings("a", 1, 2, text -> Optional.empty())))
        .contains(new Fault("a", "must have 1 to 2 elements, and has %d".formatted(count)));
  }

  @Test
  void boundsEachObjectOfManyByItsBytes() {
    assertThat(sizes("{}".length() + MANY_BYTES - 2)).hasSize(2);
    Refused.failure(ErrorCode.PAYLOAD_TOO_LARGE, () -> sizes(MANY_BYTES + 1));
  }

  @Test
  void countsTheBytesOfEachCharacter() {
    for (String character : new String[] {"x", "\u00e4", "\u20ac", "\ud83d\ude00"}) {
      int bytes = character.getBytes(StandardCharsets.UTF_8).length;
      int fitting = (MANY_BYTES - "{\"b\":\"\"}".length()) / bytes;
      assertThat(objects("{\"b\":\"" + character.repeat(fitting) + "\"}")).hasSize(1);
      Refused.failure(
          ErrorCode.PAYLOAD_TOO_LARGE,
          () -> objects("{\"b\":\"" + character.repeat(fitting + 1) + "\"}"));
    }
  }

  @Test
  void keepsTenThousandFaultsAndNoMore() {
    String members =
        IntStream.range(0, 20_000).mapToObj("\"%d\":1"::formatted).collect(Collectors.joining(","));

    assertThat(faults("{" + members + "}", body -> body.members("a thing", name -> false)))
        .hasSize(JsonBody.MAX_FAULTS)
        .endsWith(new Fault("9999", "is not a member of a thing"));
  }

  @Test
  void givesAwayTheFaultsThatSomebodyElseAnswersFor() {
    List<Fault> taken = new ArrayList<>();
    JsonBody.read(
        utf8("{\"a\":1,\"b\":2}"),
        body -> {
          body.members("a thing", name -> false);
          taken.addAll(body.takeFaultsSince(0));
          assertThat(body.faults()).isZero();
        });

    assertThat(taken).extracting(Fault::field).containsExactly("a", "b");
  }

  @Test
  void saysThatItIsNotJsonWhateverElseIsWrong() {
    assertThat(faults("{\"a\":1,\"b\":oops}", body -> body.members("a thing", name -> false)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).startsWith("is not JSON at line 1"));
  }

  private List<String> sizes(int length) {
    String object = "{\"b\":\"" + "x".repeat(length - "{\"b\":\"\"}".length()) + "\"}";
    return objects("{\"b\":\"\"}," + object);
  }

  private List<String> objects(String elements) {
    seen.clear();
    readValue(
        "[" + elements + "]",
        body ->
            body.objects(
                "a",
                1,
                9,
                MANY_BYTES,
                () -> body.members("a thing", n -> read(body, n)),
                JsonBodyTest::refuse));
    return seen;
  }

  private static void refuse() {
    throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
  }

  private boolean read(JsonBody body, String name) {
    seen.add(body.valueText());
    return !name.isEmpty();
  }

  private static Optional<String> textOf(String json) {
    List<Optional<String>> texts = new ArrayList<>();
    readValue(json, body -> texts.add(body.text("a", 1, 3)));
    return texts.get(0);
  }

  /** Reads what a test wants to have read. */
  private interface Reader {
    void read(JsonBody body);
  }

  private static List<Fault> faultsOf(String json, Reader reader) {
    return Refused.faults(ErrorCode.INVALID_BODY, () -> readValue(json, reader));
  }

  private static List<Fault> faults(String json, Reader reader) {
    return Refused.faults(ErrorCode.INVALID_BODY, () -> JsonBody.read(utf8(json), reader::read));
  }

  /** As the only member of a body. */
  private static void readValue(String json, Reader reader) {
    JsonBody.read(
        utf8("{\"a\":" + json + "}"),
        body -> {
          Set<String> unused =
              body.members(
                  "a body",
                  name -> {
                    reader.read(body);
                    return true;
                  });
        });
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
