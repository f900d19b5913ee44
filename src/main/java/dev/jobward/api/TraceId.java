package dev.jobward.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/** The request's id, for its answer and its log lines. */
public final class TraceId {

  static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = TraceId.class.getName();
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private TraceId() {}

  /** The same id for all of one request, also when the server forwards it to the error page. */
  public static String of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String known) {
      return known;
    }
    String sent = request.getHeader(HEADER);
    String id =
        sent != null && ACCEPTED.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }
}
