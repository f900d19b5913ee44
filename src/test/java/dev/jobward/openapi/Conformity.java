package dev.jobward.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was sent and what came back with the description of the API.
 *
 * <p>An answer has to be one that the description has for this call: its status, headers, media
 * type and schema. A request that was accepted has to be a valid one. So a request that is not
 * valid must have been refused; that a valid one is accepted is not asked for, as schemas do not
 * say all.
 */
public final class Conformity {

  /** An address without tricks in its spelling. */
  private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_-]+)+");

  /** What is answered where the document has no call. */
  private static final Map<Integer, String> ELSEWHERE =
      Map.of(
          400, "InvalidHeader",
          401, "Unauthenticated",
          404, "UnknownAddress",
          405, "MethodNotAllowed",
          500, "Internal",
          503, "Unavailable");

  private static final ApiDocument DOCUMENT = ApiDocument.written();

  private Conformity() {}

  /**
   * Compares them.
   *
   * @throws Disagreement with all that does not fit
   */
  public static void check(SentRequest request, ReceivedAnswer answer) {
    if (!isUnderTheApi(request) || isTheServersOwn(request, answer)) {
      return;
    }
    boolean head = request.method().equals("HEAD");
    Optional<Operation> called = DOCUMENT.operation(request.method(), request.path());
    // JAX-RS answers HEAD as a GET without its body.
    Optional<Operation> meant =
        called.isEmpty() && head ? DOCUMENT.operation("GET", request.path()) : called;
    // Of an address that is named and would also fit a template, servers take the one or the other.
    boolean named = answer.status() == 405 && DOCUMENT.names(request.path());
    List<String> faults =
        meant.isPresent() && !named
            ? faults(meant.get(), request, answer, head)
            : faultsElsewhere(request, answer, head);
    if (!faults.isEmpty()) {
      throw new Disagreement(
          "%s was answered with %d, and openapi.yaml disagrees: %s"
              .formatted(request, answer.status(), String.join("; ", faults)));
    }
  }

  /**
   * Compares the data of an event with the schema of a job in a list.
   *
   * @throws Disagreement with all that does not fit
   */
  public static void checkEvent(JsonNode job) {
    List<String> faults = DOCUMENT.faults(DOCUMENT.component("schemas", "JobSummary"), job);
    if (!faults.isEmpty()) {
      throw new Disagreement("an event is no JobSummary of openapi.yaml: " + faults);
    }
  }

  private static boolean isUnderTheApi(SentRequest request) {
    return request.path().equals("/v1") || request.path().startsWith("/v1/");
  }

  /**
   * Whether the request has not reached the application: because the connector could not read it,
   * or takes no more requests.
   */
  private static boolean isTheServersOwn(SentRequest request, ReceivedAnswer answer) {
    boolean unreadable =
        request.isHandmade() || request.method().equals("TRACE") || request.path().contains("%");
    boolean stopping =
        answer.status() == 503 && answer.body().filter(body -> body.length == 0).isPresent();
    return answer.header("X-Request-Id").isEmpty()
        && (stopping || (unreadable && answer.status() >= 400));
  }

  private static List<String> faults(
      Operation operation, SentRequest request, ReceivedAnswer answer, boolean head) {
    JsonNode described = operation.node().path("responses").path(Integer.toString(answer.status()));
    if (described.isMissingNode()) {
      return List.of("the call has no such status");
    }
    Faults faults = new Faults();
    new AnswerCheck(DOCUMENT, faults).check(DOCUMENT.resolved(described), answer, head);
    if (answer.isSuccess()) {
      new RequestCheck(DOCUMENT, faults).check(operation, request, answer);
    }
    return faults.all();
  }

  private static List<String> faultsElsewhere(
      SentRequest request, ReceivedAnswer answer, boolean head) {
    String response = ELSEWHERE.get(answer.status());
    if (response != null) {
      Faults faults = new Faults();
      new AnswerCheck(DOCUMENT, faults)
          .check(DOCUMENT.component("responses", response), answer, head);
      return faults.all();
    }
    // An odd spelling may be the same address to a server, and OPTIONS is answered everywhere.
    boolean open = request.method().equals("OPTIONS") || !PLAIN.matcher(request.path()).matches();
    return open ? List.of() : List.of("there is no such call");
  }
}
