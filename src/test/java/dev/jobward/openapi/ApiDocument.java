package dev.jobward.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code META-INF/openapi.yaml} as a tree. */
public final class ApiDocument {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private static final ApiDocument WRITTEN = new ApiDocument(read());

  private final JsonNode root;
  private final List<Operation> operations;
  private final Schemas schemas;

  private ApiDocument(JsonNode root) {
    this.root = root;
    this.operations = operationsOf(root);
    this.schemas = new Schemas(root);
  }

  /** As it is in the WAR. */
  public static ApiDocument written() {
    return WRITTEN;
  }

  public JsonNode root() {
    return root;
  }

  /** All calls; those whose address has no parameter come first, as they are looked for first. */
  public List<Operation> operations() {
    return operations;
  }

  /** The node itself, or the one that it stands for. */
  public JsonNode resolved(JsonNode node) {
    return resolved(root, node);
  }

  /** What {@code components} has of this kind and name. */
  public JsonNode component(String kind, String name) {
    JsonNode found = root.path("components").path(kind).path(name);
    if (found.isMissingNode()) {
      throw new AssertionError("the document has no components/" + kind + "/" + name);
    }
    return found;
  }

  Schemas schemas() {
    return schemas;
  }

  /** What is wrong with a value, by a schema of the document; nothing if it fits. */
  public List<String> faults(JsonNode schema, JsonNode value) {
    return schemas.faults(schema, value);
  }

  /** Shows every node of the document, with its place. */
  public void visit(BiConsumer<String, JsonNode> visitor) {
    visit("", root, visitor);
  }

  private static void visit(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(place, node);
    for (String name : node.propertyNames()) {
      visit(place + "/" + name.replace("/", "~1"), node.path(name), visitor);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        visit(place + "/" + i, node.get(i), visitor);
      }
    }
  }

  static JsonNode resolved(JsonNode root, JsonNode node) {
    JsonNode found = node;
    while (found.has("$ref")) {
      String reference = found.path("$ref").asString();
      found = root.at(reference.substring(1));
      if (found.isMissingNode()) {
        throw new AssertionError("the document has no " + reference);
      }
    }
    return found;
  }

  /** The call that a request is, if the document has it. */
  Optional<Operation> operation(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation -> operation.isAt(path))
        .findFirst();
  }

  /** Whether any method is documented at this address. */
  boolean hasAddress(String path) {
    return operations.stream().anyMatch(operation -> operation.isAt(path));
  }

  /** Whether this address stands in the document itself, and not only as one of many. */
  boolean names(String path) {
    return operations.stream().anyMatch(operation -> operation.path().equals(path));
  }

  private static List<Operation> operationsOf(JsonNode root) {
    List<Operation> found = new ArrayList<>();
    for (String path : root.path("paths").propertyNames()) {
      JsonNode item = root.path("paths").path(path);
      for (String name : item.propertyNames()) {
        if (METHODS.contains(name)) {
          List<JsonNode> parameters = new ArrayList<>();
          for (JsonNode holder : List.of(item, item.path(name))) {
            holder
                .path("parameters")
                .values()
                .forEach(parameter -> parameters.add(resolved(root, parameter)));
          }
          found.add(
              new Operation(
                  name.toUpperCase(Locale.ROOT), path, item.path(name), List.copyOf(parameters)));
        }
      }
    }
    found.sort(Comparator.comparing(operation -> operation.path().contains("{")));
    return List.copyOf(found);
  }

  private static JsonNode read() {
    try (InputStream file = ApiDocument.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      Object document =
          new Load(LoadSettings.builder().build())
              .loadFromInputStream(Objects.requireNonNull(file, "META-INF/openapi.yaml"));
      return JsonMapper.shared().valueToTree(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
