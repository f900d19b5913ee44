package dev.jobward.api;

import dev.jobward.job.Refusal;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the envelope where JAX-RS is not there yet, or not any more. */
final class ServletFailure {

  private ServletFailure() {}

  /** 401, saying whether a bearer token was sent. */
  static void writeUnauthenticated(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean sent = isBearer(request);
    response.setHeader("WWW-Authenticate", sent ? "Bearer error=\"invalid_token\"" : "Bearer");
    write(sent ? ErrorCode.INVALID_TOKEN : ErrorCode.UNAUTHENTICATED, request, response);
  }

  /** Whether something was sent that is to be a bearer token. */
  static boolean isBearer(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.toLowerCase(Locale.ROOT).startsWith("bearer");
  }

  static void write(ErrorCode code, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(code, code.sentence(), faults(code, request), request, response);
  }

  /** All that is wrong with a request. */
  static void write(ApiFailure failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ErrorCode code = failure.code();
    write(code, code.sentence(), failure.faults(), request, response);
  }

  static void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ErrorCode code = Failures.code(refusal);
    write(code, String.valueOf(refusal.getMessage()), faults(code, request), request, response);
  }

  private static void write(
      ErrorCode code,
      String message,
      List<Fault> faults,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    response.getOutputStream().write(prepare(code, message, faults, request, response));
  }

  /** Sets all but the body, and returns that: for who writes it otherwise. */
  static byte[] prepare(ErrorCode code, HttpServletRequest request, HttpServletResponse response) {
    return prepare(code, code.sentence(), faults(code, request), request, response);
  }

  /** Sets all but the body, and returns that: for who writes it otherwise. */
  static byte[] prepare(Refusal refusal, HttpServletRequest request, HttpServletResponse response) {
    ErrorCode code = Failures.code(refusal);
    return prepare(
        code, String.valueOf(refusal.getMessage()), faults(code, request), request, response);
  }

  private static byte[] prepare(
      ErrorCode code,
      String message,
      List<Fault> faults,
      HttpServletRequest request,
      HttpServletResponse response) {
    byte[] body = Envelope.failure(code, message, faults, TraceId.of(request));
    response.setStatus(code.status());
    response.setHeader(TraceId.HEADER, TraceId.of(request));
    code.retryAfterSeconds()
        .ifPresent(seconds -> response.setHeader("Retry-After", Integer.toString(seconds)));
    response.setContentType("application/json");
    response.setContentLength(body.length);
    return body;
  }

  /**
   * The code for a status that the server decided on. JAX-RS reads the address and the media types
   * before any filter of ours, and does not say which of them it could not.
   */
  static ErrorCode code(int status, HttpServletRequest request) {
    if (status != 400) {
      return ErrorCode.ofStatus(status);
    }
    // It takes braces for a template of its own, and cannot read what is not UTF-8; to us both are
    // a
    // path that is not there.
    if (address(request).matches(".*[{}].*") || !isReadable(address(request))) {
      return ErrorCode.NOT_FOUND;
    }
    Optional<String> type = Optional.ofNullable(request.getHeader("Content-Type"));
    return type.isPresent()
            && !takesAnyType(request)
            && !NegotiationFilter.isJson(type, Optional.empty())
        ? ErrorCode.UNSUPPORTED_MEDIA_TYPE
        : ErrorCode.ofStatus(status);
  }

  private static boolean isReadable(String address) {
    try {
      return URLDecoder.decode(address, StandardCharsets.UTF_8).indexOf('\ufffd') < 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** As it was sent; an error page's own is another. */
  static String address(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String sent
        ? sent
        : request.getRequestURI();
  }

  /** What a 400 that the server decided on says of its reason. */
  static List<Fault> faults(ErrorCode code, HttpServletRequest request) {
    if (code.status() != 400) {
      return List.of();
    }
    Optional<String> type = Optional.ofNullable(request.getHeader("Content-Type"));
    return takesAnyType(request) && type.filter(sent -> !ServedType.isValid(sent)).isPresent()
        ? List.of(Fault.NO_MEDIA_TYPE)
        : List.of(Fault.UNREADABLE_HEADER);
  }

  /** Files come with PUT. */
  private static boolean takesAnyType(HttpServletRequest request) {
    return "PUT".equals(request.getMethod());
  }
}
