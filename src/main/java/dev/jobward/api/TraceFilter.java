package dev.jobward.api;

import dev.jobward.platform.Patience;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Every answer carries the request's id, and is nobody else's to keep; and what a request asks the
 * database has to be answered while its client is still there.
 */
public final class TraceFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader(TraceId.HEADER, TraceId.of(request));
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    Patience.ofRequest();
    try {
      chain.doFilter(request, response);
    } finally {
      Patience.ofLoop();
    }
  }
}
