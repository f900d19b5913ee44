package dev.jobward.openapi;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Compares an answer with what the document says of one status. */
final class AnswerCheck {

  private final ApiDocument document;
  private final Faults faults;

  AnswerCheck(ApiDocument document, Faults faults) {
    this.document = document;
    this.faults = faults;
  }

  void check(JsonNode described, ReceivedAnswer answer, boolean head) {
    described
        .path("headers")
        .forEachEntry((name, header) -> header(name, document.resolved(header), answer));
    if (!head) {
      answer.body().ifPresent(body -> body(described.path("content"), body, answer));
      if (answer.body().isEmpty()) {
        mediaType(described.path("content"), answer);
      }
    }
  }

  private void header(String name, JsonNode described, ReceivedAnswer answer) {
    List<String> values = answer.header(name);
    if (values.isEmpty() && described.path("required").asBoolean(false)) {
      faults.add("the header " + name + " is missing");
    }
    if (values.size() > 1) {
      faults.add("the header " + name + " came more than once");
    }
    JsonNode schema = described.path("schema");
    values.forEach(
        value ->
            faults.addAll(
                "the header " + name,
                document.faults(schema, Faults.value(document, schema, value))));
  }

  private void body(JsonNode content, byte[] body, ReceivedAnswer answer) {
    if (content.isEmpty()) {
      if (body.length > 0) {
        faults.add("there is a body, and none is described");
      }
      return;
    }
    mediaType(content, answer);
    JsonNode json = content.path("application/json");
    if (typeOf(answer.header("Content-Type")).equals("application/json")
        && json.has("schema")
        && body.length <= BodyText.MAX_BYTES) {
      faults.addAll("the body", document.faults(json.path("schema"), BodyText.parse(body)));
    }
  }

  private void mediaType(JsonNode content, ReceivedAnswer answer) {
    String type = typeOf(answer.header("Content-Type"));
    if (!content.isEmpty() && !content.has(type) && !content.has("*/*")) {
      faults.add("the media type is " + type);
    }
  }

  static String typeOf(List<String> contentType) {
    return contentType.isEmpty()
        ? "none"
        : contentType.get(0).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
