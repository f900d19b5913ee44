package dev.jobward.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document's schemas, ready to be compared with values.
 *
 * <p>They are closed here: an object has the members that its schema lists, and no others. The
 * document itself leaves open what answers may have in later versions; what they have in this one
 * has to be in it. To be closed, the parts of an {@code allOf} are first joined into one.
 */
final class Schemas {

  private static final String ID = "urn:jobward:openapi";

  private final JsonNode root;
  private final ObjectNode closed = JsonMapper.shared().createObjectNode();
  private final Map<JsonNode, Schema> ready = new ConcurrentHashMap<>();

  Schemas(JsonNode root) {
    this.root = root;
    ObjectNode components = closed.putObject("components").putObject("schemas");
    root.path("components")
        .path("schemas")
        .forEachEntry((name, schema) -> components.set(name, closed(schema)));
  }

  /** What is wrong with a value; nothing if it fits. */
  List<String> faults(JsonNode schema, JsonNode value) {
    return errors(schema, value).stream().map(Schemas::sentence).toList();
  }

  List<Error> errors(JsonNode schema, JsonNode value) {
    return ready.computeIfAbsent(schema, this::ready).validate(value);
  }

  static String sentence(Error error) {
    String place = error.getInstanceLocation().toString();
    return (place.isEmpty() ? "" : place + ": ") + error.getMessage();
  }

  /** In a document of its own, beside all components that it may name. */
  private Schema ready(JsonNode schema) {
    ObjectNode document = closed.deepCopy();
    document.set("schema", closed(schema));
    String text = document.toString();
    return SchemaRegistry.withDialect(
            Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(ID, text)))
        .getSchema(SchemaLocation.of(ID + "#/schema"));
  }

  private JsonNode closed(JsonNode schema) {
    if (!schema.isObject() || schema.has("$ref")) {
      return schema;
    }
    ObjectNode copy = (ObjectNode) (hasParts(schema) ? joined(schema) : schema.deepCopy());
    copy.path("properties")
        .forEachEntry((name, member) -> replace(copy, "properties", name, closed(member)));
    if (copy.has("items")) {
      copy.set("items", closed(copy.path("items")));
    }
    if (copy.has("properties") && !copy.has("additionalProperties")) {
      copy.put("additionalProperties", false);
    }
    return copy;
  }

  /** Whether it is an object in several parts. */
  private boolean hasParts(JsonNode schema) {
    return schema.path("allOf").values().stream()
        .map(part -> ApiDocument.resolved(root, part))
        .anyMatch(part -> part.has("properties") || part.has("allOf"));
  }

  private static void replace(ObjectNode schema, String holder, String name, JsonNode value) {
    ((ObjectNode) schema.path(holder)).set(name, value);
  }

  private ObjectNode joined(JsonNode schema) {
    ObjectNode whole = JsonMapper.shared().createObjectNode().put("type", "object");
    ObjectNode properties = whole.putObject("properties");
    List<JsonNode> required = new ArrayList<>();
    for (JsonNode part : schema.path("allOf").values()) {
      JsonNode resolved = ApiDocument.resolved(root, part);
      JsonNode object = hasParts(resolved) ? joined(resolved) : resolved;
      required.addAll(object.path("required").values());
      object
          .path("properties")
          .forEachEntry(
              (name, member) ->
                  properties.set(
                      name, properties.has(name) ? both(properties.path(name), member) : member));
    }
    ArrayNode names = whole.putArray("required");
    names.addAll(required);
    return whole;
  }

  /** Both hold. */
  private static JsonNode both(JsonNode one, JsonNode other) {
    ObjectNode both = JsonMapper.shared().createObjectNode();
    both.putArray("allOf").add(one).add(other);
    return both;
  }
}
