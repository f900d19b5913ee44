package dev.jobward.openapi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the black-box tests would hear of. */
class ConformityTest {

  private static final String JOB = "/v1/jobs/01a20ba3-a471-7774-a1df-6ff70eacf5b7";
  private static final String NOT_FOUND = failure("NOT_FOUND").replace("}", ",\"traceId\":\"t\"}");

  @Test
  void takesAnAnswerAsItIsDescribed() {
    assertFits(get(JOB), answer(200, example("JobCompleted")));
    assertFits(get("/v1/jobs?limit=100"), answer(200, example("LastPage")));
    assertFits(get(JOB), answer(404, NOT_FOUND));
    assertFits(get("/openapi"), answer(418, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"attempts\":1 | \"attempts\":-1 | attempts",
        "\"attempts\":1 | \"attempts\":\"1\" | attempts",
        "\"attempts\":1 | \"tries\":1 | attempts",
        "\"attempts\":1 | \"attempts\":1,\"tries\":1 | tries",
        "\"status\":\"COMPLETED\" | \"status\":\"DONE\" | status",
        "\"error\":null | \"error\":{\"code\":\"X\",\"message\":\"\",\"trace\":\"\"} | trace",
        "\"createdAt\":1795491603569 | \"createdAt\":null | createdAt",
        "\"success\":true | \"success\":false | success",
        "\"message\":\"Job retrieved.\" | \"message\":\"Job retrieved.\",\"debug\":1 | debug",
      })
  void refusesABodyThatIsDescribedOtherwise(String described, String found, String named) {
    String body = example("JobCompleted").replace(described, found);

    assertDisagrees(get(JOB), answer(200, body), named);
  }

  @Test
  void refusesAStatusThatTheCallDoesNotHave() {
    assertDisagrees(get(JOB), answer(409, failure("CONFLICT")), "no such status");
    assertDisagrees(get(JOB), answer(202, example("JobCompleted")), "no such status");
  }

  @Test
  void refusesACodeThatTheStatusDoesNotHave() {
    assertDisagrees(get(JOB), answer(404, NOT_FOUND.replace("NOT_FOUND", "FORBIDDEN")), "code");
  }

  @Test
  void refusesHeadersThatAreMissingOrDescribedOtherwise() {
    Map<String, List<String>> headers = new HashMap<>(HEADERS);
    headers.remove("X-Request-Id");
    assertDisagrees(get(JOB), answer(404, headers, NOT_FOUND), "X-Request-Id is missing");
    headers.put("X-Request-Id", List.of("a b"));
    assertDisagrees(get(JOB), answer(404, headers, NOT_FOUND), "X-Request-Id");
    headers.put("X-Request-Id", List.of("a", "b"));
    assertDisagrees(get(JOB), answer(404, headers, NOT_FOUND), "more than once");
  }

  @Test
  void refusesAnotherMediaTypeAndABodyWhereThereIsNone() {
    Map<String, List<String>> headers = new HashMap<>(HEADERS);
    headers.put("Content-Type", List.of("text/html"));
    assertDisagrees(get(JOB), answer(404, headers, "<html>"), "text/html");
    assertDisagrees(request("DELETE", JOB), answer(204, "{}"), "none is described");
    assertDisagrees(get(JOB), answer(404, "no JSON"), "the body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/jobs",
        "/v1/jobs?limit=0",
        "/v1/jobs?limit=101",
        "/v1/jobs?limit=five",
        "/v1/jobs?limit=5&limit=5",
        "/v1/jobs?limit=5&status=done",
        "/v1/jobs?limit=5&jobType=-",
        "/v1/jobs?limit=5&dateFrom=-1",
        "/v1/jobs?limit=5&lastEvaluatedKey=",
        "/v1/jobs?limit=5&sortBy=priority",
      })
  void refusesThatAQueryWhichIsNotValidWasAccepted(String target) {
    assertDisagrees(get(target), answer(200, example("LastPage")), "it was accepted");
    assertFits(get(target), answer(400, example("InvalidQuery")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "no JSON",
        "{\"jobType\":\"echo\"}",
        "{\"jobType\":\"echo\",\"payload\":[]}",
        "{\"jobType\":\"e cho\",\"payload\":{}}",
        "{\"jobType\":\"echo\",\"payload\":{},\"priority\":101}",
        "{\"jobType\":\"echo\",\"payload\":{},\"priority\":\"5\"}",
        "{\"jobType\":\"echo\",\"payload\":{},\"more\":1}",
      })
  void refusesThatABodyWhichIsNotValidWasAccepted(String body) {
    assertDisagrees(post("/v1/jobs", body), created(), "it was accepted");
    assertFits(post("/v1/jobs", body), answer(400, example("InvalidBody")));
  }

  @Test
  void takesThatABodyWhichIsValidWasAcceptedOrRefused() {
    String body = "{\"jobType\":\"echo\",\"payload\":{\"a\":1e400},\"priority\":null}";

    assertFits(post("/v1/jobs", body), created());
    assertFits(post("/v1/jobs", body), answer(400, example("InvalidBody")));
  }

  @Test
  void refusesThatACallWithoutATokenOrATypeWasAccepted() {
    Map<String, List<String>> noToken = Map.of("Content-Type", List.of("application/json"));
    Map<String, List<String>> noType = Map.of("Authorization", List.of("Bearer x"));
    String body = example("NewEcho");

    assertDisagrees(request("POST", "/v1/jobs", noToken, body), created(), "without a token");
    assertDisagrees(request("POST", "/v1/jobs", noType, body), created(), "accepted as none");
  }

  @Test
  void judgesEachOfManyReportsByItsOwnAnswer() {
    String reports = example("ThreeReports").replace("\"percent\":40", "\"percent\":400");
    String taken = example("ThreeReportsTaken");

    assertFits(post("/v1/worker/reports", reports), answer(200, taken));
    assertDisagrees(
        post("/v1/worker/reports", reports), answer(200, taken.replace("409", "200")), "percent");
  }

  @Test
  void knowsWhatOtherAddressesAndMethodsAreAnsweredWith() {
    assertFits(get("/v1/nothing"), answer(404, NOT_FOUND));
    assertDisagrees(get("/v1/nothing"), answer(200, "{}"), "no such call");
    assertDisagrees(request("PUT", "/v1/jobs"), answer(200, "{}"), "no such call");
    assertDisagrees(
        request("PUT", "/v1/jobs"),
        answer(405, NOT_FOUND.replace("NOT_FOUND", "METHOD_NOT_ALLOWED")),
        "Allow is missing");
    assertFits(request("HEAD", JOB), answer(200, ""));
  }

  /** Of a stream of events the head comes long before the end. */
  @Test
  void judgesAnAnswerBeforeItsBodyIsThere() {
    assertDisagrees(
        get(JOB + "/events"), new ReceivedAnswer(200, HEADERS, Optional.empty()), "X-Accel");
  }

  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "X-Request-Id", List.of("t"),
          "Cache-Control", List.of("no-store"),
          "X-Content-Type-Options", List.of("nosniff"),
          "Content-Type", List.of("application/json"));

  private static String example(String name) {
    return ApiDocument.written().component("examples", name).path("value").toString();
  }

  private static String failure(String code) {
    return "{\"success\":false,\"message\":\"m\",\"code\":\"%s\"}".formatted(code);
  }

  private static SentRequest get(String target) {
    return request("GET", target);
  }

  private static SentRequest request(String method, String target) {
    return request(method, target, Map.of("Authorization", List.of("Bearer x")), "");
  }

  private static SentRequest post(String target, String body) {
    return request(
        "POST",
        target,
        Map.of("Authorization", List.of("Bearer x"), "Content-Type", List.of("application/json")),
        body);
  }

  private static SentRequest request(
      String method, String target, Map<String, List<String>> headers, String body) {
    return new SentRequest(method, target, headers, Optional.of(utf8(body)), false);
  }

  private static ReceivedAnswer created() {
    Map<String, List<String>> headers = new HashMap<>(HEADERS);
    headers.put("Location", List.of(JOB));
    return answer(201, headers, example("JobCreated"));
  }

  private static ReceivedAnswer answer(int status, String body) {
    return answer(status, HEADERS, body);
  }

  private static ReceivedAnswer answer(int status, Map<String, List<String>> headers, String body) {
    return new ReceivedAnswer(status, headers, Optional.of(utf8(body)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertFits(SentRequest request, ReceivedAnswer answer) {
    assertThatCode(() -> Conformity.check(request, answer)).doesNotThrowAnyException();
  }

  private static void assertDisagrees(SentRequest request, ReceivedAnswer answer, String named) {
    assertThatThrownBy(() -> Conformity.check(request, answer))
        .isInstanceOf(Disagreement.class)
        .hasMessageContaining(named);
  }
}
