package dev.jobward.handlers.http;

import dev.jobward.execution.PayloadFault;
import dev.jobward.json.Json;
import dev.jobward.platform.targets.InvalidTargetException;
import dev.jobward.platform.targets.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the payload of {@code http.request}; nothing is coerced. */
final class HttpCallParser {

  private static final int MAX_HEADERS = 100;
  private static final int MAX_STATUSES = 100;
  private static final int MAX_TIMEOUT_SECONDS = 300;
  private static final int STANDARD_TIMEOUT_SECONDS = 30;

  private static final Set<String> OPTIONAL =
      Set.of("method", "headers", "body", "expect", "timeoutSeconds");

  private final List<PayloadFault> faults = new ArrayList<>();
  private final RequestHeaders headers = RequestHeaders.none();
  private final Set<Integer> expected = new TreeSet<>();
  private Optional<HttpMethod> method = Optional.of(HttpMethod.GET);
  private Optional<Target> target = Optional.empty();
  private Optional<String> body = Optional.empty();
  private int timeoutSeconds = STANDARD_TIMEOUT_SECONDS;
  private boolean urlSeen;

  private HttpCallParser() {}

  static HttpCallParser parse(String payload) {
    HttpCallParser parser = new HttpCallParser();
    try (JsonParser json = Json.read(payload)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        parser.member(json, name);
        json.skipChildren();
      }
    }
    parser.checkWhole();
    return parser;
  }

  List<PayloadFault> faults() {
    return List.copyOf(faults);
  }

  /** There if the URL is one, whatever else is wrong. */
  Optional<Target> target() {
    return target;
  }

  /** There if there are no faults. */
  Optional<HttpCall> call() {
    if (!faults.isEmpty() || method.isEmpty() || target.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HttpCall(
            method.get(),
            target.get(),
            headers,
            body,
            Set.copyOf(expected),
            Duration.ofSeconds(timeoutSeconds)));
  }

  private void member(JsonParser json, String name) {
    if (json.currentToken() == JsonToken.VALUE_NULL && OPTIONAL.contains(name)) {
      return;
    }
    switch (name) {
      case "method" -> method(json);
      case "url" -> url(json);
      case "headers" -> headers(json);
      case "body" -> body(json);
      case "expect" -> expect(json);
      case "timeoutSeconds" ->
          number(json, name, 1, MAX_TIMEOUT_SECONDS).ifPresent(value -> timeoutSeconds = value);
      default -> fault(name, "is not a member of this payload");
    }
  }

  private void checkWhole() {
    if (!urlSeen) {
      fault("url", "is required");
    }
    if (body.isPresent() && method.filter(HttpMethod::forbidsBody).isPresent()) {
      fault("body", "must not be sent with GET or HEAD; method says with what to send it");
    }
  }

  private void method(JsonParser json) {
    Optional<String> text = text(json);
    method =
        Arrays.stream(HttpMethod.values())
            .filter(known -> text.filter(known.name()::equals).isPresent())
            .findFirst();
    if (method.isEmpty()) {
      fault("method", "must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    }
  }

  private void url(JsonParser json) {
    urlSeen = true;
    Optional<String> text = text(json);
    if (text.isEmpty()) {
      fault("url", "must be a string that is an http or https URL");
      return;
    }
    try {
      target = Optional.of(Target.parse(text.get()));
    } catch (InvalidTargetException e) {
      fault("url", e.fault());
    }
  }

  private void headers(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      fault("headers", "must be an object of strings");
      return;
    }
    int count = 0;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (++count <= MAX_HEADERS) {
        header(json, name);
      }
      json.skipChildren();
    }
    if (count > MAX_HEADERS) {
      fault("headers", "must have at most %d members".formatted(MAX_HEADERS));
    }
  }

  private void header(JsonParser json, String name) {
    Optional<String> value = text(json);
    Optional<String> fault =
        value.isEmpty() ? Optional.of("must be a string") : RequestHeaders.fault(name, value.get());
    if (fault.isPresent()) {
      fault("headers." + name, fault.get());
    } else if (!headers.add(name, value.orElse(""))) {
      fault("headers." + name, "is there twice; letter case does not count");
    }
  }

  private void body(JsonParser json) {
    body = text(json);
    if (body.filter(StandardCharsets.UTF_8.newEncoder()::canEncode).isEmpty()) {
      fault("body", "must be a string that UTF-8 can hold");
    }
  }

  private void expect(JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      fault("expect", "must be an array of statuses");
      return;
    }
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count < MAX_STATUSES) {
        number(json, "expect[" + count + "]", 100, 599).ifPresent(expected::add);
      }
      json.skipChildren();
      count++;
    }
    if (count == 0 || count > MAX_STATUSES) {
      fault("expect", "must have 1 to %d statuses".formatted(MAX_STATUSES));
    }
  }

  /** The length first: no number may cost more than its own length. */
  private OptionalInt number(JsonParser json, String name, int min, int max) {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getStringLength() <= 9) {
      int value = Integer.parseInt(json.getString());
      if (value >= min && value <= max) {
        return OptionalInt.of(value);
      }
    }
    fault(name, "must be a whole number between %d and %d".formatted(min, max));
    return OptionalInt.empty();
  }

  private static Optional<String> text(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_STRING
        ? Optional.of(json.getString())
        : Optional.empty();
  }

  private void fault(String member, String message) {
    faults.add(new PayloadFault(member, message));
  }
}
