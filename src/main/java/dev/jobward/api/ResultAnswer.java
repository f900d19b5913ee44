package dev.jobward.api;

import dev.jobward.job.ResultBrokenOff;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Logger;

/** A job's bare result, or a part of it, with its own media type and length. */
final class ResultAnswer {

  private static final Logger LOG = Logger.getLogger(ResultAnswer.class.getName());

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._";

  /**
   * Its owner's cache may keep it and asks each time, so that nobody sees it whose token is not
   * good for it any more; nothing on the way compresses it, which would take its tag and its ranges
   * from it.
   */
  private static final String CACHING = "private, no-cache, no-transform";

  private ResultAnswer() {}

  /** {@code traceId} is the request's, for the log. */
  static Response toGet(Download result, Conditions conditions, String traceId) {
    if (conditions.isUpToDate(result.tag())) {
      return notModified(result);
    }
    Optional<ByteRange> asked = conditions.part(result.tag(), result.size());
    ByteRange part = asked.orElseGet(() -> ByteRange.whole(result.size()));
    Response.ResponseBuilder answer = described(result, asked.isPresent() ? 206 : 200);
    if (asked.isPresent()) {
      answer.header(
          "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + result.size());
    }
    if (!result.isInOnePiece(part)) {
      // Should the file go meanwhile, the bytes end early. A server that then keeps the connection
      // would have the client take the next answer for the rest of the file.
      answer.header("Connection", "close");
    }
    return answer
        .header("Content-Length", part.length())
        .entity(body(result, part, traceId))
        .build();
  }

  /** What the same GET would be answered with, but for a range, which HEAD does not know. */
  static Response toHead(Download result, Conditions conditions) {
    return conditions.isUpToDate(result.tag())
        ? notModified(result)
        : described(result, 200).header("Content-Length", result.size()).build();
  }

  private static StreamingOutput body(Download result, ByteRange part, String traceId) {
    return out -> {
      try {
        result.content().writeTo(out, part);
      } catch (ResultBrokenOff e) {
        LOG.warning(() -> "request %s broke off: %s".formatted(traceId, e.getCause()));
        throw e;
      }
    };
  }

  private static Response notModified(Download result) {
    return Response.notModified()
        .header("ETag", result.tag())
        .header("Cache-Control", CACHING)
        .build();
  }

  /** Whatever a result holds, a browser must neither guess at it nor run it. */
  private static Response.ResponseBuilder described(Download result, int status) {
    return Response.status(status)
        .header("Content-Type", result.contentType())
        .header("Content-Disposition", disposition(result.fileName()))
        .header("ETag", result.tag())
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", CACHING)
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox");
  }

  /** The name twice: in ASCII for every client, and as it is (RFC 6266, RFC 8187). */
  static String disposition(String name) {
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      ascii.append(
          c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/' && c != '%' ? c : '_');
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = UNRESERVED.indexOf(b) >= 0;
      encoded.writeBytes(
          (plain ? String.valueOf((char) b) : "%%%02x".formatted(b).toUpperCase(Locale.ROOT))
              .getBytes(StandardCharsets.US_ASCII));
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(ascii, encoded.toString(StandardCharsets.US_ASCII));
  }
}
