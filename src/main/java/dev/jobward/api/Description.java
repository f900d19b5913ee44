package dev.jobward.api;

import dev.jobward.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JsonGenerator;

/**
 * The API's description, {@code META-INF/openapi.yaml}, in one of its two forms. It is the same for
 * everybody and as long as the application runs, so that it is made once.
 */
final class Description {

  private static final String FILE = "/META-INF/openapi.yaml";

  private final String contentType;
  private final byte[] bytes;
  private final ETag tag;

  private Description(String contentType, byte[] bytes) {
    this.contentType = contentType;
    this.bytes = bytes;
    this.tag = ETag.of(bytes);
  }

  /** Byte for byte as it is written. */
  static Description yaml() {
    return Yaml.WRITTEN;
  }

  /** The same, for programs that do not read YAML. */
  static Description json() {
    return JsonForm.CONVERTED;
  }

  String contentType() {
    return contentType;
  }

  int length() {
    return bytes.length;
  }

  ETag tag() {
    return tag;
  }

  /** To be sent, and not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  private static final class Yaml {
    private static final Description WRITTEN = new Description("application/yaml", read());
  }

  private static final class JsonForm {
    private static final Description CONVERTED =
        new Description("application/json", converted(yaml().bytes));
  }

  private static byte[] read() {
    try (InputStream file = Description.class.getResourceAsStream(FILE)) {
      return Objects.requireNonNull(file, FILE).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] converted(byte[] yaml) {
    Object document =
        new Load(LoadSettings.builder().setLabel(FILE).build())
            .loadFromString(new String(yaml, StandardCharsets.UTF_8));
    return Json.write(json -> write(json, document));
  }

  private static void write(JsonGenerator json, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      map.forEach(
          (name, member) -> {
            json.writeName(String.valueOf(name));
            write(json, member);
          });
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      list.forEach(element -> write(json, element));
      json.writeEndArray();
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }
}
