package dev.jobward.job;

import dev.jobward.platform.Sha256;
import java.util.HexFormat;

/**
 * A client's name for one creation, with a digest of what it sent.
 *
 * @param value 1 to 255 visible ASCII characters
 * @param bodySha256 SHA-256 of the request's body, byte for byte, in lower-case hexadecimal
 */
public record IdempotencyKey(String value, String bodySha256) {

  /** The key as it came with this body. */
  public static IdempotencyKey of(String value, byte[] body) {
    return new IdempotencyKey(value, HexFormat.of().formatHex(Sha256.of(body)));
  }
}
