package dev.jobward.dev;

import java.util.concurrent.locks.LockSupport;

/** The short pause between two looks at something that sends no notice. */
public final class Waiting {

  private static final long PAUSE_NANOS = 50_000_000;

  private Waiting() {}

  public static void briefly() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
