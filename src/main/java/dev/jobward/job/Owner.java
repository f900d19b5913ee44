package dev.jobward.job;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whose job it is: the verified token's {@code sub}, as it stands there.
 *
 * @param subject 1 to {@value #MAX_BYTES} bytes of UTF-8, without U+0000
 */
public record Owner(String subject) {

  /** An owner stands in every list index, and PostgreSQL keeps index entries under 2,700 bytes. */
  static final int MAX_BYTES = 1024;

  /**
   * Empty for a subject that cannot be kept exactly. An unpaired surrogate is one: two of them
   * would be stored alike, and two users would become one.
   */
  public static Optional<Owner> of(String subject) {
    boolean storable =
        !subject.isEmpty()
            && subject.indexOf('\0') < 0
            && StandardCharsets.UTF_8.newEncoder().canEncode(subject)
            && subject.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    return storable ? Optional.of(new Owner(subject)) : Optional.empty();
  }
}
