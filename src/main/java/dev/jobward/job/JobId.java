package dev.jobward.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a job: a UUID version 7, made by the database, whose order is the order of creation.
 *
 * @param value the UUID; its first 48 bits are the job's {@code createdAt} in Unix milliseconds
 */
public record JobId(UUID value) {

  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  /** Reads the one spelling that the API gives out: lower case, version 7. */
  public static Optional<JobId> parse(String text) {
    return CANONICAL.matcher(text).matches()
        ? Optional.of(new JobId(UUID.fromString(text)))
        : Optional.empty();
  }

  /** When the job was created, to the millisecond. */
  public Instant createdAt() {
    return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
  }

  /** The smallest id that a job created in this millisecond, or later, can have. */
  static UUID lowestAt(Instant createdAt) {
    return new UUID(createdAt.toEpochMilli() << 16, 0L);
  }

  /** No job created in this millisecond, or earlier, has a larger id. */
  static UUID highestAt(Instant createdAt) {
    return new UUID(createdAt.toEpochMilli() << 16 | 0xffffL, -1L);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
