package dev.jobward.api;

import dev.jobward.job.Owner;
import dev.jobward.platform.tracing.Traceparent;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What is kept of one request until it has its answer. */
final class RequestRecord {

  private static final String ATTRIBUTE = RequestRecord.class.getName();

  /** A method can be any word; all others are one. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final String OTHER_METHOD = "OTHER";

  private final long began = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Consumer<Answered> end;
  private final String method;
  private final String path;
  private final String traceId;
  private final Optional<Traceparent> trace;
  private Optional<Owner> caller = Optional.empty();
  private boolean goesOn;

  /**
   * A request that has its answer.
   *
   * @param path its template
   * @param trace that the client says it belongs to
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
  record Answered(
      String method,
      String path,
      int status,
      long nanos,
      String traceId,
      Optional<Traceparent> trace,
      Optional<Owner> caller) {

    long millis() {
      return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
  }

  private RequestRecord(HttpServletRequest request, Consumer<Answered> end) {
    this.end = end;
    this.method = METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER_METHOD;
    this.path = PathTemplate.of(path(request));
    this.traceId = TraceId.of(request);
    this.trace = Traceparent.of(Collections.list(request.getHeaders(Traceparent.NAME)));
  }

  /**
   * The record of this request; begun, if there is none.
   *
   * @param end is told once
   */
  static RequestRecord of(HttpServletRequest request, Consumer<Answered> end) {
    if (request.getAttribute(ATTRIBUTE) instanceof RequestRecord known) {
      return known;
    }
    RequestRecord record = new RequestRecord(request, end);
    request.setAttribute(ATTRIBUTE, record);
    return record;
  }

  /** Lets the request go on after its thread has left it; its record ends when it does. */
  static AsyncContext startAsync(HttpServletRequest request) {
    AsyncContext context = request.startAsync();
    if (request.getAttribute(ATTRIBUTE) instanceof RequestRecord known) {
      known.follow(request, context);
    }
    return context;
  }

  /** Whether it ends later, and somewhere else. */
  boolean goesOn() {
    return goesOn;
  }

  /** The request has its answer. Of several ends, the first counts. */
  void end(HttpServletRequest request, int status) {
    caller = caller(request);
    end(status);
  }

  private void end(int status) {
    if (ended.compareAndSet(false, true)) {
      end.accept(
          new Answered(method, path, status, System.nanoTime() - began, traceId, trace, caller));
    }
  }

  private void follow(HttpServletRequest request, AsyncContext context) {
    goesOn = true;
    caller = caller(request);
    HttpServletResponse response = (HttpServletResponse) context.getResponse();
    context.addListener(
        new AsyncListener() {
          @Override
          public void onComplete(AsyncEvent event) {
            end(response.getStatus());
          }

          @Override
          public void onTimeout(AsyncEvent event) {
            // Whoever began this completes it then.
          }

          @Override
          public void onError(AsyncEvent event) {
            // As above.
          }

          @Override
          public void onStartAsync(AsyncEvent event) {
            // Nothing is started again here.
          }
        });
  }

  private static Optional<Owner> caller(HttpServletRequest request) {
    return request.getAttribute(Owner.class.getName()) instanceof Owner owner
        ? Optional.of(owner)
        : Optional.empty();
  }

  /** Below the application's own, as it was sent; an error page's own is another. */
  static String path(HttpServletRequest request) {
    String sent =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String before
            ? before
            : request.getRequestURI();
    return sent.substring(request.getContextPath().length());
  }
}
