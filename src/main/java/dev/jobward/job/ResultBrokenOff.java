package dev.jobward.job;

import java.io.IOException;

/** A file that ends before its size says: it went while it was read, or the database did. */
public final class ResultBrokenOff extends IOException {

  private static final long serialVersionUID = 1L;

  ResultBrokenOff(RuntimeException cause) {
    super("the file breaks off", cause);
  }
}
