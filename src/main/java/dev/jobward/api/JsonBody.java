package dev.jobward.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A request's body, read one token after the other. Nothing is coerced, and no value costs more
 * than its own length. Faults gather, so that a client hears of all of them at once; only text that
 * is no JSON ends the reading.
 *
 * <p>What reads a value leaves it behind, whatever it was.
 */
final class JsonBody {

  /**
   * Several for each creation in the largest batch. Without a bound an answer could be many times
   * as large as the body that it is about.
   */
  static final int MAX_FAULTS = 10_000;

  /** Of one object of many, where each is answered in a sentence of its own. */
  private static final int MAX_FAULTS_OF_ONE = 100;

  private final String text;
  private final JsonParser json;
  private final List<Fault> faults = new ArrayList<>();
  private String place = "";

  private JsonBody(String text, JsonParser json) {
    this.text = text;
    this.json = json;
  }

  /**
   * Reads a body that is one object.
   *
   * @throws ApiFailure with every fault that was found
   */
  static void read(byte[] body, Consumer<JsonBody> reader) {
    read(JsonSyntax.ONE, body, reader);
  }

  /**
   * Reads a body that is an object with an array of objects in it.
   *
   * @throws ApiFailure with every fault that was found
   */
  static void readMany(byte[] body, Consumer<JsonBody> reader) {
    read(JsonSyntax.MANY, body, reader);
  }

  private static void read(JsonSyntax syntax, byte[] body, Consumer<JsonBody> reader) {
    syntax
        .read(
            body,
            (text, json) -> {
              JsonBody read = new JsonBody(text, json);
              reader.accept(read);
              return read;
            })
        .refuseFaults();
  }

  /** Names what is wrong with a member of the object that is being read. */
  void fault(String member, String message) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(new Fault(place.isEmpty() ? shown(member) : place + "." + shown(member), message));
    }
  }

  /** How many faults there are by now. */
  int faults() {
    return faults.size();
  }

  /** Takes back the faults that have come since, for who answers for them elsewhere. */
  List<Fault> takeFaultsSince(int number) {
    List<Fault> last = faults.subList(number, faults.size());
    List<Fault> taken = List.copyOf(last.subList(0, Math.min(last.size(), MAX_FAULTS_OF_ONE)));
    last.clear();
    return taken;
  }

  private void refuseFaults() {
    if (!faults.isEmpty()) {
      throw new ApiFailure(ErrorCode.INVALID_BODY, faults);
    }
  }

  /** A name is repeated to its sender, but not at any length. */
  static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }

  /**
   * Reads the members of an object.
   *
   * @param what the object is, for who sends members that it does not have
   * @param member reads the value of the member of this name; false if there is no such member
   * @return the names of the members that there are
   */
  Set<String> members(String what, Predicate<String> member) {
    Set<String> names = new HashSet<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (member.test(name)) {
        names.add(name);
      } else {
        fault(name, "is not a member of " + what);
        json.skipChildren();
      }
    }
    return names;
  }

  /** Finds fault with members that are not there. */
  void require(Set<String> sent, String... names) {
    for (String name : names) {
      if (!sent.contains(name)) {
        fault(name, "is required");
      }
    }
  }

  /** Whether the value is {@code null}, which for an optional member is as if it were left out. */
  boolean isNull() {
    return json.currentToken() == JsonToken.VALUE_NULL;
  }

  /** The string, if it is one. */
  Optional<String> string() {
    Optional<String> string =
        json.currentToken() == JsonToken.VALUE_STRING
            ? Optional.of(json.getString())
            : Optional.empty();
    json.skipChildren();
    return string;
  }

  /** A string of so many characters that the database can keep. */
  Optional<String> text(String name, int min, int max) {
    Optional<String> string = string();
    if (string.filter(value -> value.length() >= min && isAtMost(value, max)).isEmpty()) {
      fault(name, "must be a string of %d to %d characters".formatted(min, max));
      return Optional.empty();
    }
    if (string.get().indexOf('\0') >= 0) {
      fault(name, "must not contain U+0000");
      return Optional.empty();
    }
    return string;
  }

  private static boolean isAtMost(String value, int max) {
    return value.length() <= max || value.codePointCount(0, value.length()) <= max;
  }

  /** A whole number, written as digits alone; empty for {@code null}, too. */
  OptionalLong number(String name, long min, long max) {
    if (isNull()) {
      return OptionalLong.empty();
    }
    // The length first: no number may cost more than its own length.
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getStringLength() <= 18) {
      long value = Long.parseLong(json.getString());
      if (value >= min && value <= max) {
        return OptionalLong.of(value);
      }
    }
    fault(name, "must be a whole number between %d and %d".formatted(min, max));
    json.skipChildren();
    return OptionalLong.empty();
  }

  /** True or false; empty for {@code null}, too. */
  Optional<Boolean> flag(String name) {
    if (isNull()) {
      return Optional.empty();
    }
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return Optional.of(token == JsonToken.VALUE_TRUE);
    }
    fault(name, "must be true or false");
    json.skipChildren();
    return Optional.empty();
  }

  /** The text of an object, as it was sent. */
  Optional<String> objectText(String name) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      fault(name, "must be an object");
      json.skipChildren();
      return Optional.empty();
    }
    return Optional.of(valueText());
  }

  /** The text of any value, as it was sent. */
  String valueText() {
    int start = offset();
    if (json.currentToken().isStructStart()) {
      json.skipChildren();
      return text.substring(start, offset() + 1);
    }
    json.finishToken();
    return text.substring(start, (int) json.currentLocation().getCharOffset());
  }

  /** Reads an object that stands here; {@code reader} reads its members. */
  void object(String name, Runnable reader) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      fault(name, "must be an object");
      json.skipChildren();
      return;
    }
    within(place.isEmpty() ? name : place + "." + name, reader);
  }

  /**
   * Reads an array of objects.
   *
   * @param maxBytes of each object's text in UTF-8
   * @param reader reads the members of each object
   * @param tooLarge is told after the reader of an object that is too large
   */
  void objects(String name, int min, int max, int maxBytes, Runnable reader, Runnable tooLarge) {
    elements(
        name,
        min,
        max,
        element -> {
          if (json.currentToken() != JsonToken.START_OBJECT) {
            fault(element, "must be an object");
            json.skipChildren();
            return;
          }
          int start = offset();
          within(element, reader);
          if (utf8Length(start, offset() + 1) > maxBytes) {
            tooLarge.run();
          }
        });
  }

  /**
   * Reads an array of strings.
   *
   * @param reader takes each string, and says what is wrong with it, if anything is
   */
  void strings(String name, int min, int max, Function<String, Optional<String>> reader) {
    elements(
        name,
        min,
        max,
        element ->
            string()
                .map(reader)
                .orElse(Optional.of("must be a string"))
                .ifPresent(message -> fault(element, message)));
  }

  /** Those beyond {@code max} are counted, and not read. */
  private void elements(String name, int min, int max, Consumer<String> reader) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      fault(name, "must be an array");
      json.skipChildren();
      return;
    }
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count < max) {
        reader.accept("%s[%d]".formatted(name, count));
      } else {
        json.skipChildren();
      }
      count++;
    }
    if (count < min || count > max) {
      fault(name, "must have %d to %d elements, and has %d".formatted(min, max, count));
    }
  }

  private void within(String inner, Runnable reader) {
    String outer = place;
    place = inner;
    reader.run();
    place = outer;
  }

  private int offset() {
    return (int) json.currentTokenLocation().getCharOffset();
  }

  private int utf8Length(int start, int end) {
    int length = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      // A pair of surrogates has four bytes: two for each.
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
