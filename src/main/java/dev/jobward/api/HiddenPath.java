package dev.jobward.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What a server adds to the application by itself, and nobody asked for; see {@code web.xml}. */
public final class HiddenPath extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    ServletFailure.write(ErrorCode.NOT_FOUND, request, response);
  }
}
