package dev.jobward.openapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as it was sent. */
public final class SentRequest {

  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Optional<byte[]> body;
  private final boolean handmade;

  /**
   * A request.
   *
   * @param target path and query, as on the wire
   * @param body empty if it is not known
   * @param handmade whether it may be none that a server understands
   */
  public SentRequest(
      String method,
      String target,
      Map<String, List<String>> headers,
      Optional<byte[]> body,
      boolean handmade) {
    int question = target.indexOf('?');
    this.method = method;
    this.path = question < 0 ? target : target.substring(0, question);
    this.query = question < 0 ? "" : target.substring(question + 1);
    headers.forEach(
        (name, values) ->
            this.headers.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values));
    this.body = body;
    this.handmade = handmade;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  Optional<byte[]> body() {
    return body;
  }

  boolean isHandmade() {
    return handmade;
  }

  /** The values of the parameters in the query. */
  Map<String, List<String>> query() {
    Map<String, List<String>> values = new HashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values
          .computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
          .add(parts.length == 1 ? "" : decoded(parts[1]));
    }
    return values;
  }

  static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
