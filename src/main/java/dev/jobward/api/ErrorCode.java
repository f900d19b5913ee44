package dev.jobward.api;

import java.util.OptionalInt;

/**
 * The {@code code} of a failure, with its HTTP status and, for those without a better one, a
 * sentence.
 */
enum ErrorCode {
  INVALID_QUERY(400, "The query parameters are not valid."),
  INVALID_BODY(400, "The body is not valid."),
  INVALID_HEADER(400, "A header is not valid."),
  UNAUTHENTICATED(401, "Send a bearer token in the Authorization header."),
  INVALID_TOKEN(401, "The token is not valid."),
  FORBIDDEN(403, "The token does not have the role that this call needs."),
  NOT_FOUND(404, "There is nothing at this address."),
  METHOD_NOT_ALLOWED(
      405, "This address does not know this method; the Allow header lists those it knows."),
  NOT_ACCEPTABLE(406, "The Accept header leaves out what this address answers with."),
  CONFLICT(409, "The job is not in a state for this."),
  LEASE_LOST(409, "The lease on this job is lost."),
  PAYLOAD_TOO_LARGE(413, "The body is too large."),
  UNSUPPORTED_MEDIA_TYPE(
      415, "Send the body as application/json, in UTF-8 and without a Content-Encoding."),
  /** A file may have any type; there is no code of its own for it. */
  ENCODED_FILE(415, "Send the file as it is, without a Content-Encoding.") {
    @Override
    String code() {
      return UNSUPPORTED_MEDIA_TYPE.code();
    }
  },
  /** There is no code of its own for it. */
  RANGE_NOT_SATISFIABLE(
      416, "No byte of the result is in the Range; Content-Range says how long it is.") {
    @Override
    String code() {
      return INVALID_HEADER.code();
    }
  },
  IDEMPOTENCY_MISMATCH(422, "The Idempotency-Key was sent before with another body."),
  QUOTA_EXCEEDED(429, "You have too many unfinished jobs."),
  INTERNAL(500, "Something failed on the server. The traceId finds it in the log."),
  UNAVAILABLE(503, "The service cannot answer just now; try again.");

  private final int status;
  private final String sentence;

  ErrorCode(int status, String sentence) {
    this.status = status;
    this.sentence = sentence;
  }

  /** As a client reads it. */
  String code() {
    return name();
  }

  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }

  /** When it may be worth while to try again. */
  OptionalInt retryAfterSeconds() {
    return switch (this) {
      case QUOTA_EXCEEDED -> OptionalInt.of(10);
      case UNAVAILABLE -> OptionalInt.of(5);
      default -> OptionalInt.empty();
    };
  }

  /** The code for a status that the server, and not the application, decided on. */
  static ErrorCode ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 413 -> PAYLOAD_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 503 -> UNAVAILABLE;
      default -> status >= 400 && status < 500 ? INVALID_HEADER : INTERNAL;
    };
  }
}
