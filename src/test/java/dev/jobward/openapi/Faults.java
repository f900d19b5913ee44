package dev.jobward.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** All that does not fit. */
final class Faults {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private final List<String> found = new ArrayList<>();

  void add(String fault) {
    found.add(fault);
  }

  void addAll(String what, List<String> faults) {
    faults.forEach(fault -> found.add(what + " " + fault));
  }

  List<String> all() {
    return List.copyOf(found);
  }

  /** What the text of a parameter or a header stands for. */
  static JsonNode value(ApiDocument document, JsonNode schema, String text) {
    boolean number = document.resolved(schema).path("type").asString("").equals("integer");
    return number && WHOLE_NUMBER.matcher(text).matches()
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
        : JsonNodeFactory.instance.stringNode(text);
  }
}
