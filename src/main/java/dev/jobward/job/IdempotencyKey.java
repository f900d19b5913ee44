package dev.jobward.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    return new IdempotencyKey(value, HexFormat.of().formatHex(sha256().digest(body)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
