package dev.jobward.platform.targets;

/** A text is no URL that can be called; the message says what it must be, without its subject. */
public final class InvalidTargetException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidTargetException(String message) {
    super(message, null, false, false);
  }

  /** Such as "must begin with http:// or https://". */
  public String fault() {
    return String.valueOf(getMessage());
  }
}
