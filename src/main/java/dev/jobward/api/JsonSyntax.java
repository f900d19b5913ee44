package dev.jobward.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** What a body has to be before anybody looks at what it says: one strict JSON object in UTF-8. */
final class JsonSyntax {

  /** Of one object of ours and all in it: a body, or each one of many in a body. */
  static final int MAX_DEPTH = 100;

  /** Where a body is an object with an array of such objects. */
  private static final int DEPTH_AROUND_MANY = 2;

  /** A body that is one object of ours. */
  static final JsonSyntax ONE = new JsonSyntax(MAX_DEPTH);

  /** A body that is an object with an array of such objects in it. */
  static final JsonSyntax MANY = new JsonSyntax(MAX_DEPTH + DEPTH_AROUND_MANY);

  private final JsonFactory factory;

  private JsonSyntax(int maxDepth) {
    factory = factory(maxDepth);
  }

  /**
   * Neither names nor numbers have a limit but the body's; names are not kept from request to
   * request.
   */
  private static JsonFactory factory(int maxDepth) {
    return JsonFactory.builder()
        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  /**
   * Gives a body that is one object to who reads it, member by member.
   *
   * @param reader begins at the start of the object, and leaves the parser at its end
   * @throws ApiFailure if it is something else
   */
  <T> T read(byte[] body, BiFunction<String, JsonParser, T> reader) {
    String text = decoded(body);
    if (text.startsWith("\uFEFF")) {
      throw invalid("must not begin with a byte order mark");
    }
    try (JsonParser json = factory.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("must be a JSON object");
      }
      T read = reader.apply(text, json);
      if (json.nextToken() != null) {
        throw invalid("must end with the object");
      }
      return read;
    } catch (StreamConstraintsException e) {
      throw invalid("must not nest deeper than %d levels".formatted(MAX_DEPTH));
    } catch (JacksonException e) {
      throw invalid((isDuplicate(e) ? "has a name twice in one object" : "is not JSON") + where(e));
    }
  }

  private static String decoded(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw invalid("must be valid UTF-8");
    }
  }

  private static ApiFailure invalid(String message) {
    return new ApiFailure(ErrorCode.INVALID_BODY, List.of(new Fault("body", message)));
  }

  /** The parser has no type of its own for it; a test holds that it says so. */
  private static boolean isDuplicate(JacksonException e) {
    return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
  }

  private static String where(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : " at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
