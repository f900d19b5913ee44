package dev.jobward.handlers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.execution.PayloadFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallParserTest {

  @Test
  void takesEveryMember() {
    HttpCall call =
        call(
            """
            {"method": "POST", "url": "https://example.com/x?y",
             "headers": {"Content-Type": "application/json", "X-Key": "a\\tb c"},
             "body": "{\\"n\\":1.00}", "expect": [200, 404, 599], "timeoutSeconds": 300}""");

    List<String> headers = new ArrayList<>();
    call.headers().forEach((name, value) -> headers.add(name + ": " + value));
    assertThat(call.method()).isEqualTo(HttpMethod.POST);
    assertThat(call.target()).hasToString("https://example.com/x?y");
    assertThat(headers).containsExactly("Content-Type: application/json", "X-Key: a\tb c");
    assertThat(call.body()).hasValue("{\"n\":1.00}");
    assertThat(call.expected()).containsExactlyInAnyOrder(200, 404, 599);
    assertThat(call.timeout()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"url\": \"http://example.com\"}",
        "{\"url\": \"http://example.com\", \"method\": null, \"headers\": null, \"body\": null,"
            + " \"expect\": null, \"timeoutSeconds\": null}"
      })
  void hasDefaultsForAllButTheUrl(String payload) {
    HttpCall call = call(payload);

    assertThat(call.method()).isEqualTo(HttpMethod.GET);
    assertThat(call.body()).isEmpty();
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(call.expects(200)).isTrue();
    assertThat(call.expects(299)).isTrue();
    assertThat(call.expects(199)).isFalse();
    assertThat(call.expects(300)).isFalse();
  }

  @Test
  void expectsOnlyWhatIsListed() {
    HttpCall call = call("{\"url\": \"http://example.com\", \"expect\": [302, 404]}");

    assertThat(call.expects(302)).isTrue();
    assertThat(call.expects(404)).isTrue();
    assertThat(call.expects(200)).isFalse();
  }

  @Test
  void findsEveryFaultAtOnce() {
    assertThat(
            members(
                """
                {"method": "get", "url": "example.com", "headers": {"Host": "a", "X": 1, "Y": "b"},
                 "body": {"a": [1]}, "expect": [200, 1000, "x", {"a": [2]}], "timeoutSeconds": 0,
                 "follow": {"a": [3]}}"""))
        .containsExactlyInAnyOrder(
            "method",
            "url",
            "headers.Host",
            "headers.X",
            "body",
            "expect[1]",
            "expect[2]",
            "expect[3]",
            "timeoutSeconds",
            "follow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"url\": null}", "{\"url\": 5}", "{\"url\": \"\"}", "{\"url\": [\"x\"]}"})
  void needsAUrl(String payload) {
    assertThat(members(payload)).containsExactly("url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"get\"", "\"TRACE\"", "\"CONNECT\"", "\"\"", "\"GET \"", "5", "[]"})
  void refusesAMethodThatIsNone(String method) {
    assertThat(members(with("method", method))).containsExactly("method");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "host",
        "Content-Length",
        "TRANSFER-ENCODING",
        "Connection",
        "Upgrade",
        "TE",
        "Trailer",
        "Keep-Alive",
        "Expect",
        "Proxy-Authorization",
        "proxy-connection",
        "Proxy-",
        "HTTP2-Settings",
        "",
        " ",
        "X Y",
        "X:",
        "X\\u0000",
        "X\\r\\nHost: evil",
        "\\u00e9",
        "Ho\\u017ft",
        ":authority"
      })
  void refusesAHeaderThatIsNotThePayloads(String name) {
    assertThat(members(with("headers", "{\"" + name + "\": \"x\"}")))
        .singleElement()
        .asString()
        .startsWith("headers.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\\r\\nX: y\"",
        "\"a\\nb\"",
        "\"a\\rb\"",
        "\"\\u0000\"",
        "\"\\u001b\"",
        "\"\\u007f\"",
        "\"\\u010a\"",
        "\"\\u560a\"",
        "\"\\u00e9\"",
        "\"\\ud83d\\ude00\"",
        "5",
        "null",
        "true",
        "[\"a\", \"b\"]",
        "{\"a\": \"b\"}"
      })
  void refusesAHeaderValueThatCouldBeMoreThanOne(String value) {
    assertThat(members(with("headers", "{\"X\": " + value + "}"))).containsExactly("headers.X");
  }

  @Test
  void refusesAHeaderThatIsThereTwice() {
    assertThat(members(with("headers", "{\"Accept\": \"a\", \"accept\": \"b\"}")))
        .containsExactly("headers.accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"X: y\"", "5", "true"})
  void refusesHeadersThatAreNoObject(String headers) {
    assertThat(members(with("headers", headers))).containsExactly("headers");
  }

  @Test
  void refusesMoreHeadersThanAnybodyNeeds() {
    String headers =
        IntStream.rangeClosed(0, 100)
            .mapToObj(n -> "\"X-" + n + "\": \"y\"")
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(members(with("headers", headers))).containsExactly("headers");
    assertThat(members(with("headers", "{\"X\": \"" + "y".repeat(8_193) + "\"}")))
        .containsExactly("headers.X");
  }

  @ParameterizedTest
  @CsvSource({"GET", "HEAD"})
  void refusesABodyWithAMethodThatHasNone(String method) {
    assertThat(
            members(
                "{\"url\": \"http://example.com\", \"method\": \"%s\", \"body\": \"\"}"
                    .formatted(method)))
        .containsExactly("body");
    assertThat(members(with("body", "\"x\""))).containsExactly("body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "{}", "[]", "true", "\"\\ud800\"", "\"a\\udc00b\""})
  void refusesABodyThatIsNoText(String body) {
    assertThat(
            members(
                "{\"url\": \"http://example.com\", \"method\": \"PUT\", \"body\": %s}"
                    .formatted(body)))
        .containsExactly("body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"99", "600", "-1", "200.0", "2e2", "\"200\"", "null", "[200]", "9999999999"})
  void refusesAStatusThatIsNone(String status) {
    assertThat(members(with("expect", "[200, " + status + "]"))).containsExactly("expect[1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "200", "\"200\"", "{\"200\": true}"})
  void refusesAnExpectationThatIsNone(String expect) {
    assertThat(members(with("expect", expect))).containsExactly("expect");
  }

  @Test
  void tellsOfManyFaultsNoMoreThanAnybodyReads() {
    String statuses = "[" + "0,".repeat(100_000) + "0]";

    assertThat(members(with("expect", statuses))).hasSize(101);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "301", "-5", "1.0", "1e1", "\"5\"", "[5]", "99999999999999999999"})
  void refusesATimeThatIsNone(String seconds) {
    assertThat(members(with("timeoutSeconds", seconds))).containsExactly("timeoutSeconds");
  }

  @Test
  void survivesANumberOfAnyLength() {
    String number = "9".repeat(500_000);

    assertThat(members(with("timeoutSeconds", number))).containsExactly("timeoutSeconds");
    assertThat(members(with("expect", "[1e" + number + "]"))).containsExactly("expect[0]");
    assertThat(members(with("x", "-" + number + ".5"))).containsExactly("x");
  }

  private static String with(String member, String value) {
    return "{\"url\": \"http://example.com\", \"%s\": %s}".formatted(member, value);
  }

  private static HttpCall call(String payload) {
    HttpCallParser parsed = HttpCallParser.parse(payload);
    assertThat(parsed.faults()).isEmpty();
    return parsed.call().orElseThrow();
  }

  private static List<String> members(String payload) {
    HttpCallParser parsed = HttpCallParser.parse(payload);
    assertThat(parsed.call()).isEmpty();
    return parsed.faults().stream().map(PayloadFault::member).toList();
  }
}
