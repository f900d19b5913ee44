package dev.jobward.api;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON; the one factory, because making one costs more than most answers. */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static byte[] write(Consumer<JsonGenerator> body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      body.accept(json);
    }
    return bytes.toByteArray();
  }
}
