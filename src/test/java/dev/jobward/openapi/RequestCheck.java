package dev.jobward.openapi;

import com.networknt.schema.Error;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Compares a request that was accepted with what the document asks of it. */
final class RequestCheck {

  /** Of many reports each is accepted or refused by itself. */
  private static final Pattern REPORT = Pattern.compile("/reports/([0-9]+)(/.*)?");

  private final ApiDocument document;
  private final Faults faults;

  RequestCheck(ApiDocument document, Faults faults) {
    this.document = document;
    this.faults = faults;
  }

  void check(Operation operation, SentRequest request, ReceivedAnswer answer) {
    if (request.header("Authorization").stream()
        .noneMatch(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))) {
      faults.add("it was accepted without a token");
    }
    for (JsonNode parameter : operation.parameters()) {
      parameter(operation, parameter, request);
    }
    JsonNode content = operation.node().path("requestBody").path("content");
    if (content.has("application/json")) {
      json(content.path("application/json"), request, answer);
    }
  }

  private void parameter(Operation operation, JsonNode parameter, SentRequest request) {
    String name = parameter.path("name").asString();
    List<String> values =
        switch (parameter.path("in").asString()) {
          case "query" -> request.query().getOrDefault(name, List.of());
          case "header" -> request.header(name);
          default ->
              operation.pathParameter(name, request.path()).map(SentRequest::decoded).stream()
                  .toList();
        };
    if (values.isEmpty() && parameter.path("required").asBoolean(false)) {
      faults.add("it was accepted without " + name);
    }
    if (values.size() > 1 && !parameter.path("in").asString().equals("header")) {
      faults.add("it was accepted with several " + name);
    }
    JsonNode schema = parameter.path("schema");
    values.forEach(
        value ->
            faults.addAll(
                "it was accepted although " + name,
                document.faults(schema, Faults.value(document, schema, value))));
  }

  private void json(JsonNode media, SentRequest request, ReceivedAnswer answer) {
    String type = AnswerCheck.typeOf(request.header("Content-Type"));
    if (!type.equals("application/json")) {
      faults.add("it was accepted as " + type);
    }
    Optional<byte[]> body = request.body().filter(sent -> sent.length <= BodyText.MAX_BYTES);
    body.ifPresent(
        sent ->
            document.schemas().errors(media.path("schema"), BodyText.parse(sent)).stream()
                .filter(error -> !isOfRefusedReport(error, answer))
                .forEach(
                    error ->
                        faults.add(
                            "it was accepted although the body " + Schemas.sentence(error))));
  }

  private static boolean isOfRefusedReport(Error error, ReceivedAnswer answer) {
    Matcher report = REPORT.matcher(error.getInstanceLocation().toString());
    return report.matches()
        && answer
            .body()
            .map(BodyText::parse)
            .map(
                envelope ->
                    envelope
                        .path("data")
                        .path("reports")
                        .path(Integer.parseInt(report.group(1)))
                        .path("status")
                        .asInt(0))
            .filter(status -> status >= 400)
            .isPresent();
  }
}
