package dev.jobward.api;

import dev.jobward.platform.Origins;
import dev.jobward.platform.Settings;
import dev.jobward.platform.TextSetting;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * Lets browsers show answers to the pages of configured origins. Everybody else is answered as if
 * this were not here: a browser then keeps the answer from the page, and other clients do not care.
 *
 * <p>Runs before {@link AuthenticationFilter}: a browser asks beforehand, without a token, whether
 * it may send the request; and an error that a page cannot read helps nobody. It sets headers
 * before anything is answered, so that streams have them too, and again for the error page, for
 * which servers drop what was set.
 */
public final class CorsFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";

  /** All that the API reads, or that a proxy or an agent before it may. */
  private static final String REQUEST_HEADERS =
      String.join(
          ", ",
          "Authorization",
          "Accept",
          "Content-Type",
          "Content-Disposition",
          "Idempotency-Key",
          "If-None-Match",
          "If-Range",
          "Last-Event-ID",
          "Lease-Token",
          "Prefer",
          "Range",
          "X-Request-Id",
          "traceparent",
          "tracestate");

  /** All that the API sets beyond what pages can read anyway. */
  private static final String ANSWER_HEADERS =
      String.join(
          ", ",
          "Accept-Ranges",
          "Allow",
          "Content-Disposition",
          "Content-Range",
          "ETag",
          "Idempotent-Replayed",
          "Location",
          "Retry-After",
          "WWW-Authenticate",
          "X-Request-Id");

  /** How long a browser need not ask again; the longest time that all of them keep to. */
  private static final String MAX_AGE_SECONDS = "7200";

  @Inject private transient Settings settings;
  private transient Origins origins = Origins.parse("");

  @SuppressWarnings("NullAway.Init") // the container sets the settings
  public CorsFilter() {}

  @Override
  public void init() {
    origins = Origins.parse(settings.text(TextSetting.CORS_ORIGINS));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    List<String> sent = Collections.list(request.getHeaders("Origin"));
    if (sent.size() != 1 || !origins.contains(sent.get(0))) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", sent.get(0));
    response.setHeader("Vary", "Origin");
    if (isPreflight(request)) {
      response.setHeader("Access-Control-Allow-Methods", METHODS);
      response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
      response.setHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
    chain.doFilter(request, response);
  }

  /** Whether it is only asked what may be sent. */
  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }
}
