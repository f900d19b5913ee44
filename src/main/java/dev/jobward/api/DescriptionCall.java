package dev.jobward.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /openapi}: the description of the API, for everybody, in YAML or in JSON.
 *
 * <p>It is where MicroProfile OpenAPI has it, and servers would answer here by themselves: with
 * what is left of the document in a model of their own, and each with something else missing from
 * it. So nothing below this address reaches them.
 *
 * <p>Nobody has to show a token here, so that an answer must cost nothing: it lies ready, and goes
 * out without a thread.
 */
public final class DescriptionCall extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final String ADDRESS = "/openapi";
  private static final String ALLOWED = "GET, HEAD, OPTIONS";
  private static final String FORMAT = "format";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    try {
      answer(request, response);
    } catch (ApiFailure e) {
      ServletFailure.write(e, request, response);
    }
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (!path.equals(ADDRESS)) {
      throw new ApiFailure(ErrorCode.NOT_FOUND);
    }
    switch (request.getMethod()) {
      case "GET", "HEAD" -> describe(request, response);
      case "OPTIONS" -> {
        response.setHeader("Allow", ALLOWED);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      }
      default -> {
        response.setHeader("Allow", ALLOWED);
        throw new ApiFailure(ErrorCode.METHOD_NOT_ALLOWED);
      }
    }
  }

  private static void describe(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Description description = wanted(request);
    response.setHeader("ETag", description.tag().toString());
    response.setHeader("Vary", "Accept");
    // It changes with a new version of the application, and one must not read an old one then.
    response.setHeader("Cache-Control", "no-cache");
    if (Conditions.of(request).isUpToDate(description.tag())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(description.contentType());
    response.setContentLength(description.length());
    if (request.getMethod().equals("GET")) {
      AsyncContext context = RequestRecord.startAsync(request);
      context.setTimeout(PushedAnswer.TAKING.toMillis());
      new PushedAnswer(context, new Once(description.bytes())).open();
    }
  }

  /** The parameter and the media types are those of MicroProfile OpenAPI. */
  private static Description wanted(HttpServletRequest request) {
    QueryParameters query = new QueryParameters(request.getQueryString());
    Optional<Format> named = query.oneOf(FORMAT, Format.values(), Format::name);
    query.refuseFaults();
    Optional<String> accept = DirectCall.header(request, "Accept");
    boolean json =
        named
            .map(Format.JSON::equals)
            .orElseGet(
                () ->
                    NegotiationFilter.acceptsJson(accept)
                        && !NegotiationFilter.accepts(accept, "application", "yaml"));
    return json ? Description.json() : Description.yaml();
  }

  private enum Format {
    YAML,
    JSON
  }

  /** All that there is to send. */
  private static final class Once implements PushedAnswer.Source {

    private List<byte[]> rest;

    private Once(byte[] bytes) {
      this.rest = List.of(bytes);
    }

    @Override
    public synchronized Optional<byte[]> next() {
      Optional<byte[]> next = rest.stream().findFirst();
      rest = List.of();
      return next;
    }

    @Override
    public synchronized boolean isOver() {
      return rest.isEmpty();
    }

    @Override
    public void ended(boolean complete) {
      // Nothing was held for it.
    }
  }
}
