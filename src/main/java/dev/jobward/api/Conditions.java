package dev.jobward.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a request says of the copy that its sender has, and of the part that it wants (RFC 9110,
 * sections 13 and 14). Each is the header's lines as they came.
 */
record Conditions(List<String> ifNoneMatch, List<String> ifRange, List<String> range) {

  static Conditions of(HttpServletRequest request) {
    return new Conditions(
        lines(request, "If-None-Match"), lines(request, "If-Range"), lines(request, "Range"));
  }

  private static List<String> lines(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header));
  }

  /** Whether the sender has these bytes already. */
  boolean isUpToDate(ETag tag) {
    return tag.isListedIn(ifNoneMatch);
  }

  /**
   * The part to send; empty for the whole.
   *
   * @throws RangeNotSatisfiable if no byte of {@code size} is in the range
   */
  Optional<ByteRange> part(ETag tag, long size) {
    // To a part of an older copy only the whole can be an answer.
    return ifRange.isEmpty() || ifRange.equals(List.of(tag.toString()))
        ? ByteRange.asked(range, size)
        : Optional.empty();
  }
}
