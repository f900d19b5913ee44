package dev.jobward.json;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes JSON, and reads what is ours; one factory each, as making one costs more than an answer.
 */
public final class Json {

  private static final JsonFactory WRITER = new JsonFactory();

  private static final JsonFactory READER =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  public static byte[] write(Consumer<JsonGenerator> body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = WRITER.createGenerator(ObjectWriteContext.empty(), bytes)) {
      body.accept(json);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads text that was accepted before, under the limits that held then; it has none of its own.
   */
  public static JsonParser read(String accepted) {
    return READER.createParser(ObjectReadContext.empty(), accepted);
  }

  /** Whether this is exactly one JSON value. */
  public static boolean isValue(String text) {
    try (JsonParser json = read(text)) {
      if (json.nextToken() == null) {
        return false;
      }
      json.skipChildren();
      return json.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
