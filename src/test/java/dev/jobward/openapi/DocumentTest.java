package dev.jobward.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The description of the API is complete in itself; that it is true is tested elsewhere. */
class DocumentTest {

  /** What addresses and methods get that no call has. */
  private static final Set<String> OF_NO_CALL =
      Set.of(
          "#/components/responses/UnknownAddress",
          "#/components/responses/MethodNotAllowed",
          "#/components/schemas/ResultFile");

  private final ApiDocument document = ApiDocument.written();

  @Test
  void isOfTheVersionThatAllServersAndToolsRead() {
    assertThat(document.root().path("openapi").asString()).isEqualTo("3.0.3");
  }

  @Test
  void describesEveryCall() {
    Set<String> tags =
        document.root().path("tags").values().stream()
            .map(tag -> tag.path("name").asString())
            .collect(Collectors.toSet());
    Set<String> ids = new TreeSet<>();
    softly(
        soft -> {
          for (Operation operation : document.operations()) {
            hasText(soft, operation.toString(), operation.node(), "summary", "description");
            String id = operation.node().path("operationId").asString("");
            soft.assertThat(ids.add(id)).as("%s: another is called '%s'", operation, id).isTrue();
            soft.assertThat(operation.node().path("tags").values())
                .as("%s: tags", operation)
                .extracting(JsonNode::asString)
                .hasSize(1)
                .isSubsetOf(tags);
          }
          document
              .root()
              .path("tags")
              .values()
              .forEach(tag -> hasText(soft, tag.toString(), tag, "name", "description"));
        });
  }

  @Test
  void describesEveryParameterAndShowsAnExample() {
    softly(
        soft ->
            document
                .operations()
                .forEach(
                    operation ->
                        operation
                            .parameters()
                            .forEach(
                                parameter -> {
                                  String what = operation + " " + parameter.path("name");
                                  hasText(soft, what, parameter, "description");
                                  soft.assertThat(parameter.has("example")).as(what).isTrue();
                                  soft.assertThat(parameter.has("schema")).as(what).isTrue();
                                })));
  }

  @Test
  void describesEveryBodyAndShowsExamples() {
    softly(
        soft ->
            document.operations().stream()
                .filter(operation -> operation.node().has("requestBody"))
                .forEach(
                    operation -> {
                      JsonNode body = operation.node().path("requestBody");
                      hasText(soft, operation.toString(), body, "description");
                      hasExamples(soft, operation + " body", body);
                    }));
  }

  @Test
  void describesEveryAnswerWithItsHeadersAndShowsExamples() {
    softly(
        soft ->
            forEachResponse(
                (what, response) -> {
                  hasText(soft, what, response, "description");
                  hasExamples(soft, what, response);
                  soft.assertThat(response.path("headers").propertyNames())
                      .as(what)
                      .contains("X-Request-Id", "Cache-Control", "X-Content-Type-Options");
                  response
                      .path("headers")
                      .forEachEntry(
                          (name, header) -> {
                            JsonNode resolved = document.resolved(header);
                            hasText(soft, what + " " + name, resolved, "description");
                            soft.assertThat(resolved.has("example"))
                                .as("%s: an example of %s", what, name)
                                .isTrue();
                          });
                }));
  }

  @Test
  void saysOfEveryCallWhatMayGoWrongWithAny() {
    softly(
        soft ->
            document
                .operations()
                .forEach(
                    operation ->
                        soft.assertThat(operation.node().path("responses").propertyNames())
                            .as("%s", operation)
                            .contains("400", "401", "403", "500", "503")));
  }

  @Test
  void describesEverySchemaAndEveryMember() {
    softly(
        soft -> {
          document
              .root()
              .path("components")
              .path("schemas")
              .forEachEntry((name, schema) -> hasText(soft, name, schema, "description"));
          document.visit(
              (place, node) -> {
                if (node.has("properties") && !place.contains("/properties/properties")) {
                  node.path("properties")
                      .forEachEntry(
                          (name, member) ->
                              hasText(
                                  soft,
                                  place + "/" + name,
                                  document.resolved(member),
                                  "description"));
                }
              });
        });
  }

  @Test
  void showsOnlyExamplesThatFitTheirSchemas() {
    List<String> checked = new ArrayList<>();
    softly(
        soft ->
            document.visit(
                (place, node) -> {
                  JsonNode schema = node.path("schema");
                  if (!schema.isMissingNode() && node.has("example")) {
                    fits(soft, place, schema, node.path("example"));
                    checked.add(place);
                  }
                  node.path("examples")
                      .forEachEntry(
                          (name, example) -> {
                            if (!schema.isMissingNode()) {
                              JsonNode value = document.resolved(example).path("value");
                              fits(soft, place + "/" + name, schema, value);
                              checked.add(place);
                            }
                          });
                  if (isSchema(place) && node.has("example")) {
                    fits(soft, place, node, node.path("example"));
                    checked.add(place);
                  }
                }));
    assertThat(checked).hasSizeGreaterThan(100);
  }

  /** An event is text to the schema; what it carries is a job. */
  @Test
  void showsAnEventWithAJobInIt() {
    String event = document.component("examples", "Event").path("value").asString();
    String data = event.lines().filter(line -> line.startsWith("data: ")).findFirst().orElse("");

    assertThat(event).startsWith("id: ").contains("\nevent: job\n").endsWith("\n\n");
    assertThat(
            document.faults(
                document.component("schemas", "JobSummary"),
                BodyText.parse(
                    data.substring(6).getBytes(java.nio.charset.StandardCharsets.UTF_8))))
        .isEmpty();
  }

  @Test
  void showsTheFileInAJobAsItIsDescribed() {
    JsonNode result =
        document.component("examples", "JobWithFile").path("value").path("data").path("result");

    assertThat(document.faults(document.component("schemas", "ResultFile"), result)).isEmpty();
  }

  @Test
  void showsAnExampleOfEveryErrorCode() {
    Set<String> shown = new TreeSet<>();
    document
        .root()
        .path("components")
        .path("examples")
        .values()
        .forEach(example -> shown.add(example.path("value").path("code").asString("")));

    assertThat(shown)
        .containsAll(
            document.component("schemas", "ErrorCode").path("enum").values().stream()
                .map(JsonNode::asString)
                .toList());
  }

  @Test
  void hasNothingThatNobodyNames() {
    Set<String> named = new TreeSet<>(OF_NO_CALL);
    Set<String> there = new TreeSet<>();
    document.visit(
        (place, node) -> {
          if (node.has("$ref")) {
            named.add(node.path("$ref").asString());
          }
        });
    for (String kind : document.root().path("components").propertyNames()) {
      if (!kind.equals("securitySchemes")) {
        for (String name : document.root().path("components").path(kind).propertyNames()) {
          there.add("#/components/" + kind + "/" + name);
        }
      }
    }

    assertThat(there).containsExactlyInAnyOrderElementsOf(named);
  }

  private void forEachResponse(BiConsumer<String, JsonNode> visitor) {
    document
        .operations()
        .forEach(
            operation ->
                operation
                    .node()
                    .path("responses")
                    .forEachEntry(
                        (status, response) ->
                            visitor.accept(operation + " " + status, document.resolved(response))));
    document.root().path("components").path("responses").forEachEntry(visitor);
  }

  private void fits(SoftAssertions soft, String place, JsonNode schema, JsonNode example) {
    boolean text = example.isString() && !place.startsWith("/components/schemas");
    JsonNode value = text ? JsonNodeFactory.instance.stringNode(example.asString()) : example;
    soft.assertThat(document.faults(schema, value)).as(place).isEmpty();
  }

  private static boolean isSchema(String place) {
    return place.startsWith("/components/schemas/");
  }

  private static void hasExamples(SoftAssertions soft, String what, JsonNode holder) {
    holder
        .path("content")
        .forEachEntry(
            (type, media) ->
                soft.assertThat(media.path("examples").size())
                    .as("%s: examples of %s", what, type)
                    .isPositive());
  }

  private static void hasText(SoftAssertions soft, String what, JsonNode node, String... members) {
    for (String member : members) {
      soft.assertThat(node.path(member).asString("").strip())
          .as("%s: %s", what, member)
          .isNotEmpty();
    }
  }

  private static void softly(java.util.function.Consumer<SoftAssertions> checks) {
    SoftAssertions soft = new SoftAssertions();
    checks.accept(soft);
    soft.assertAll();
  }
}
