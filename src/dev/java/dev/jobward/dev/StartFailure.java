package dev.jobward.dev;

/** Something could not be started. The message is the one sentence that a person gets to see. */
public final class StartFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartFailure(String message) {
    super(message);
  }

  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
