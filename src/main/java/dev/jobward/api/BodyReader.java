package dev.jobward.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads a request's body up to its limit, and no further. */
final class BodyReader {

  private static final Logger LOG = Logger.getLogger(BodyReader.class.getName());

  private BodyReader() {}

  /**
   * The whole body.
   *
   * @param declaredLength as the request says, or -1
   * @param limit in bytes
   * @throws ApiFailure if it is too large, or breaks off
   */
  static byte[] read(InputStream body, long declaredLength, int limit) {
    if (declaredLength > limit) {
      throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
    }
    try {
      byte[] bytes = body.readNBytes(limit);
      if (bytes.length == limit && body.read() >= 0) {
        throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
      }
      return bytes;
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  /** Clients hang up whenever they like: that is no failure of the server's. */
  static ApiFailure brokenOff(@Nullable IOException cause) {
    LOG.log(Level.FINE, "A body broke off", cause);
    return new ApiFailure(
        ErrorCode.INVALID_BODY, List.of(new Fault("body", "must be sent to its end")));
  }
}
