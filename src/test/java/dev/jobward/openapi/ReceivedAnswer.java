package dev.jobward.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An answer as it was received. */
public final class ReceivedAnswer {

  private final int status;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Optional<byte[]> body;

  /**
   * An answer.
   *
   * @param body empty if it is still to come
   */
  public ReceivedAnswer(int status, Map<String, List<String>> headers, Optional<byte[]> body) {
    this.status = status;
    this.headers.putAll(headers);
    this.body = body;
  }

  int status() {
    return status;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  Optional<byte[]> body() {
    return body;
  }
}
