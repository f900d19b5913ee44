package dev.jobward.platform;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, without an exception that no JDK throws. */
public final class Sha256 {

  private Sha256() {}

  /** To be fed piece by piece. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The digest of these bytes. */
  public static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }
}
