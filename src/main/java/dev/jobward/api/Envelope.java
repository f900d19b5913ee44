package dev.jobward.api;

import dev.jobward.json.Json;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** The form of every answer: {@code success}, {@code data} or {@code code}, {@code message}. */
public final class Envelope {

  private Envelope() {}

  /** {@code data} writes one JSON value. */
  public static byte[] success(String message, Consumer<JsonGenerator> data) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeBooleanProperty("success", true);
          json.writeName("data");
          data.accept(json);
          json.writeStringProperty("message", message);
          json.writeEndObject();
        });
  }

  /** {@code faults} are there for a 400 alone. */
  static byte[] failure(ErrorCode code, String message, List<Fault> faults, String traceId) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeBooleanProperty("success", false);
          json.writeStringProperty("message", message);
          json.writeStringProperty("code", code.code());
          if (code.status() == 400) {
            json.writeArrayPropertyStart("errors");
            for (Fault fault : faults) {
              json.writeStartObject();
              json.writeStringProperty("field", fault.field());
              json.writeStringProperty("message", fault.message());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
          json.writeStringProperty("traceId", traceId);
          json.writeEndObject();
        });
  }
}
