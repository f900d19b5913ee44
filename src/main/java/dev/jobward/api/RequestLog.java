package dev.jobward.api;

import dev.jobward.platform.LineLog;
import dev.jobward.platform.metrics.Metrics;
import dev.jobward.platform.metrics.Timings;
import dev.jobward.platform.tracing.Traceparent;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;

/**
 * One line for each request once it has its answer, whoever gives it: resources, filters, or the
 * error page; for answers that are long in coming, at their end. Nothing that its sender chose is
 * in it but the ids of the request and its trace. With each line the request is counted.
 */
public final class RequestLog extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final LineLog LOG = new LineLog("dev.jobward.requests", "answered");

  @Inject private transient CallerHash callers;
  @Inject private transient Metrics metrics;
  private transient Timings timings;

  @SuppressWarnings("NullAway.Init") // the container sets the fields, and init the last one
  public RequestLog() {}

  @Override
  public void init() {
    timings =
        metrics.timings(
            "jobward.http.requests",
            "Requests, until they had their answers.",
            "method",
            "path",
            "status");
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (PathTemplate.isProbe(RequestRecord.path(request))) {
      chain.doFilter(request, response);
      return;
    }
    RequestRecord record = RequestRecord.of(request, this::ended);
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      try {
        chain.doFilter(request, response);
      } finally {
        record.end(request, response.getStatus());
      }
      return;
    }
    LeftToErrorPage left = new LeftToErrorPage(response);
    boolean failed = true;
    try {
      chain.doFilter(request, left);
      failed = false;
    } finally {
      // A failure is the error page's to answer, unless it is too late for another answer.
      boolean unanswered = left.errorSent || (failed && !response.isCommitted());
      if (!record.goesOn() && !unanswered) {
        record.end(request, response.getStatus());
      }
    }
  }

  private void ended(RequestRecord.Answered request) {
    timings.record(
        Duration.ofNanos(request.nanos()),
        request.method(),
        request.path(),
        Integer.toString(request.status()));
    LOG.write(() -> line(request));
  }

  private String line(RequestRecord.Answered request) {
    return "method="
        + request.method()
        + " path="
        + request.path()
        + " status="
        + request.status()
        + " ms="
        + request.millis()
        + " caller="
        + request.caller().map(callers::of).orElse(CallerHash.NOBODY)
        + " traceId="
        + request.traceId()
        + " trace="
        + request.trace().map(Traceparent::traceId).orElse("-");
  }

  /** Knows whether the answer was left to the error page, which comes when the filters are done. */
  private static final class LeftToErrorPage extends HttpServletResponseWrapper {

    private boolean errorSent;

    private LeftToErrorPage(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void sendError(int status) throws IOException {
      errorSent = true;
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      errorSent = true;
      super.sendError(status, message);
    }
  }
}
