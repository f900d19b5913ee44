package dev.jobward.openapi;

/**
 * The server and the description of the API do not say the same. No assertion's error: who waits
 * until assertions hold would pass over it.
 */
public final class Disagreement extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Disagreement(String message) {
    super(message);
  }
}
