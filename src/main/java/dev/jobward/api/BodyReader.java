package dev.jobward.api;

import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body up to its limit, and no further. */
final class BodyReader {

  private BodyReader() {}

  /**
   * The whole body.
   *
   * @param declaredLength as the request says, or -1
   * @param limit in bytes
   */
  static byte[] read(InputStream body, long declaredLength, int limit) throws IOException {
    if (declaredLength > limit) {
      throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
    }
    byte[] bytes = body.readNBytes(limit);
    if (bytes.length == limit && body.read() >= 0) {
      throw new ApiFailure(ErrorCode.PAYLOAD_TOO_LARGE);
    }
    return bytes;
  }
}
