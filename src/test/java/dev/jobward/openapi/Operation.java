package dev.jobward.openapi;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One call.
 *
 * @param method in upper case
 * @param path with its parameters in braces
 * @param node what the document says of it
 * @param parameters all that it takes, those of its address too
 */
public record Operation(String method, String path, JsonNode node, List<JsonNode> parameters) {

  boolean isAt(String address) {
    return pattern().matcher(address).matches();
  }

  /** The value of a parameter of the path, still encoded. */
  Optional<String> pathParameter(String name, String address) {
    String one = path.replace("{" + name + "}", "\u0001");
    Pattern pattern =
        Pattern.compile(one.replaceAll("\\{[^}]*}", "[^/]*").replace("\u0001", "([^/]*)"));
    var found = pattern.matcher(address);
    return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private Pattern pattern() {
    return Pattern.compile(path.replaceAll("\\{[^}]*}", "[^/]+"));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
