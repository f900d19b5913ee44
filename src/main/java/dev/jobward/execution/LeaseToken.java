package dev.jobward.execution;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Fences one attempt: a write with an older token changes nothing. */
public record LeaseToken(UUID value) {

  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Empty for what was never given out as a token. */
  public static Optional<LeaseToken> parse(String text) {
    return CANONICAL.matcher(text).matches()
        ? Optional.of(new LeaseToken(UUID.fromString(text)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
