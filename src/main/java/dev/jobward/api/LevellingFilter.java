package dev.jobward.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives JAX-RS what all servers make the same of. The last filter: those before it see the request
 * as it was sent.
 */
public final class LevellingFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final String ACCEPT = "Accept";
  private static final String SENT = LevellingFilter.class.getName();

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    request.setAttribute(SENT, DirectCall.header(request, ACCEPT));
    chain.doFilter(new Levelled(request), response);
  }

  /** What was sent; {@link NegotiationFilter} alone looks at it. */
  static Optional<String> accept(HttpServletRequest request) {
    return request.getAttribute(SENT) instanceof Optional<?> sent
        ? sent.map(String.class::cast)
        : Optional.empty();
  }

  private static final class Levelled extends HttpServletRequestWrapper {

    private Levelled(HttpServletRequest request) {
      super(request);
    }

    /** Methods are case-sensitive. One of the servers takes {@code get} for {@code GET}. */
    @Override
    public String getMethod() {
      String method = super.getMethod();
      return method.equals(method.toUpperCase(Locale.ROOT)) ? method : "X-" + method;
    }

    /** Of a malformed one, one server makes a 400, another a 500. */
    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase(ACCEPT) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(ACCEPT)
          ? Collections.emptyEnumeration()
          : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(
          Collections.list(super.getHeaderNames()).stream()
              .filter(name -> !name.equalsIgnoreCase(ACCEPT))
              .toList());
    }
  }
}
