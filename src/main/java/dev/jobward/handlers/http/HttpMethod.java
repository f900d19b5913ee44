package dev.jobward.handlers.http;

/** What a payload's {@code method} can be. */
enum HttpMethod {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE,
  OPTIONS;

  /** Few servers read a body with these, and some take it for the next request. */
  boolean forbidsBody() {
    return this == GET || this == HEAD;
  }

  /** Servers expect a length with these even if there is nothing to send. */
  boolean expectsBody() {
    return this == POST || this == PUT || this == PATCH;
  }
}
