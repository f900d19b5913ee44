package dev.jobward.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the latest attempt has come. */
public final class Progress {

  static final int MAX_MESSAGE = 500;

  private final int percent;
  private final @Nullable String message;

  private Progress(int percent, @Nullable String message) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("percent must be between 0 and 100: " + percent);
    }
    this.percent = percent;
    this.message = message;
  }

  /**
   * Progress without words.
   *
   * @throws IllegalArgumentException if {@code percent} is not between 0 and 100
   */
  public static Progress of(int percent) {
    return new Progress(percent, null);
  }

  /**
   * Progress with words.
   *
   * @param message for people; cut after {@value #MAX_MESSAGE} characters
   * @throws IllegalArgumentException if {@code percent} is not between 0 and 100
   */
  public static Progress of(int percent, String message) {
    return new Progress(percent, Text.storable(message, MAX_MESSAGE));
  }

  static Optional<Progress> stored(@Nullable Integer percent, @Nullable String message) {
    return percent == null ? Optional.empty() : Optional.of(new Progress(percent, message));
  }

  public int percent() {
    return percent;
  }

  public Optional<String> message() {
    return Optional.ofNullable(message);
  }
}
