package dev.jobward.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractAssert;
import tools.jackson.databind.JsonNode;

/** Checks of whole answers. */
public final class AnswerAssert extends AbstractAssert<AnswerAssert, Answer> {

  /** What would tell an attacker of the insides: classes, stack traces, SQL, products. */
  private static final Pattern INSIDES =
      Pattern.compile(
          "(?i)exception|stack ?trace|\\bat [a-z]+(\\.[a-z]+)+\\(|\\b(java|javax|jakarta|org|com|tools|dev|fish)\\.[a-z]+\\."
              + "|payara|glassfish|grizzly|jersey|wildfly|undertow|resteasy|jackson|postgres|psql|eclipselink"
              + "|\\bselect\\b.*\\bfrom\\b|<html|<!doctype");

  private static final Map<String, Integer> STATUS =
      Map.ofEntries(
          Map.entry("INVALID_QUERY", 400),
          Map.entry("INVALID_BODY", 400),
          Map.entry("INVALID_HEADER", 400),
          Map.entry("UNAUTHENTICATED", 401),
          Map.entry("INVALID_TOKEN", 401),
          Map.entry("FORBIDDEN", 403),
          Map.entry("NOT_FOUND", 404),
          Map.entry("METHOD_NOT_ALLOWED", 405),
          Map.entry("NOT_ACCEPTABLE", 406),
          Map.entry("CONFLICT", 409),
          Map.entry("LEASE_LOST", 409),
          Map.entry("PAYLOAD_TOO_LARGE", 413),
          Map.entry("UNSUPPORTED_MEDIA_TYPE", 415),
          Map.entry("IDEMPOTENCY_MISMATCH", 422),
          Map.entry("QUOTA_EXCEEDED", 429),
          Map.entry("UNAVAILABLE", 503));

  AnswerAssert(Answer answer) {
    super(answer, AnswerAssert.class);
  }

  /** A success in the envelope. */
  public AnswerAssert isSuccess(int status) {
    assertThat(actual.status()).as("%s", actual).isEqualTo(status);
    assertThat(actual.header("Content-Type")).hasValueSatisfying(AnswerAssert::isJson);
    JsonNode body = actual.json();
    assertThat(body.propertyNames()).containsExactlyInAnyOrder("success", "data", "message");
    assertThat(body.path("success").isBoolean() && body.path("success").booleanValue()).isTrue();
    assertThat(body.path("data").isObject()).isTrue();
    assertThat(body.path("message").isString()).isTrue();
    return hasRequestId().hidesTheInsides();
  }

  /** A refusal in the envelope, complete, with the status that belongs to this code. */
  public AnswerAssert isRefused(String code) {
    int status = STATUS.getOrDefault(code, -1);
    assertThat(actual.status()).as("%s", actual).isEqualTo(status);
    assertThat(actual.header("Content-Type")).hasValueSatisfying(AnswerAssert::isJson);
    JsonNode body = actual.json();
    List<String> members = new ArrayList<>(List.of("success", "message", "code", "traceId"));
    if (status == 400) {
      members.add("errors");
    }
    assertThat(body.propertyNames()).as("%s", actual).containsExactlyInAnyOrderElementsOf(members);
    assertThat(body.path("success").booleanValue()).isFalse();
    assertThat(body.path("code").stringValue()).isEqualTo(code);
    assertThat(body.path("message").stringValue()).isNotBlank();
    assertThat(body.path("traceId").stringValue())
        .isEqualTo(actual.header("X-Request-Id").orElse("none"));
    if (status == 400) {
      assertThat(body.path("errors").values()).as("%s", actual).isNotEmpty();
      for (JsonNode fault : body.path("errors").values()) {
        assertThat(fault.propertyNames()).containsExactlyInAnyOrder("field", "message");
        assertThat(fault.path("field").isString()).isTrue();
        assertThat(fault.path("message").stringValue()).isNotBlank();
      }
    }
    if (status == 401) {
      assertThat(actual.header("WWW-Authenticate"))
          .as("%s", actual)
          .hasValueSatisfying(
              challenge ->
                  assertThat(challenge)
                      .matches(
                          code.equals("INVALID_TOKEN")
                              ? "Bearer .*\\berror=\"invalid_token\".*"
                              : "Bearer( (?!.*error=).*)?"));
    }
    if (status == 405) {
      assertThat(actual.header("Allow")).as("%s", actual).isNotEmpty();
    }
    return hasRequestId().hidesTheInsides();
  }

  /** A 400 that names these fields, and no others; a field may be named twice. */
  public AnswerAssert isRefusedFor(String code, String... fields) {
    isRefused(code);
    assertThat(List.copyOf(new TreeSet<>(actual.faultyFields())))
        .as("%s", actual)
        .containsExactlyInAnyOrder(fields);
    return this;
  }

  /** 503, and when to try again. */
  public AnswerAssert isUnavailable() {
    isRefused("UNAVAILABLE");
    assertThat(actual.header("Retry-After"))
        .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]?"));
    return this;
  }

  /** 401 for a token that was sent. */
  public AnswerAssert isInvalidToken() {
    return isRefused("INVALID_TOKEN");
  }

  private AnswerAssert hasRequestId() {
    assertThat(actual.header("X-Request-Id"))
        .as("%s", actual)
        .hasValueSatisfying(id -> assertThat(id).matches("[A-Za-z0-9._-]{1,64}"));
    return this;
  }

  /** No class name, stack trace, SQL or product in body or headers. */
  public AnswerAssert hidesTheInsides() {
    if (actual.status() >= 400) {
      assertThat(actual.text()).doesNotContainPattern(INSIDES);
    }
    assertThat(actual.has("Server")).as("%s", actual).isFalse();
    assertThat(actual.has("X-Powered-By")).as("%s", actual).isFalse();
    return this;
  }

  private static void isJson(String contentType) {
    assertThat(contentType).matches("(?i)application/json(\\s*;\\s*charset=\"?utf-8\"?)?");
  }

  /** Servers write spaces and upper case in their own way, where neither has a meaning. */
  public AnswerAssert hasMediaType(String expected) {
    isNotNull();
    assertThat(plain(actual.header("Content-Type").orElse(""))).isEqualTo(plain(expected));
    return this;
  }

  private static String plain(String mediaType) {
    String[] parts = mediaType.split("\\s*;\\s*", 2);
    String parameters =
        parts.length == 1 ? "" : ";" + parts[1].replaceAll("\\s*;\\s*(?=\\w+=)", ";");
    return parts[0].toLowerCase(Locale.ROOT)
        + parameters.replaceAll("(?i)charset=utf-8", "charset=UTF-8");
  }
}
