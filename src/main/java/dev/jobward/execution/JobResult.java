package dev.jobward.execution;

import java.io.IOException;
import java.io.OutputStream;

/** What a handler leaves behind. */
public sealed interface JobResult {

  /** Nothing but the success itself. */
  record None() implements JobResult {}

  /** A JSON value, kept digit for digit. */
  record Json(String text) implements JobResult {

    public Json {
      if (!dev.jobward.json.Json.isValue(text)) {
        throw new IllegalArgumentException("a JSON result has to be one JSON value");
      }
    }
  }

  /** A string. */
  record Text(String text) implements JobResult {}

  /**
   * Bytes of any number, written while they are stored.
   *
   * @param name for the one who downloads it
   * @param contentType a media type
   */
  record File(String name, String contentType, Content content) implements JobResult {}

  /** Writes the bytes of a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static JobResult none() {
    return new None();
  }

  /**
   * A JSON value.
   *
   * @throws IllegalArgumentException if {@code text} is not exactly one
   */
  static JobResult json(String text) {
    return new Json(text);
  }

  static JobResult text(String text) {
    return new Text(text);
  }

  static JobResult file(String name, String contentType, Content content) {
    return new File(name, contentType, content);
  }
}
