package dev.jobward.handlers.http;

import java.io.IOException;

/** No connection is made: the target's name leads only to addresses that are refused. */
final class TargetRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  TargetRefusedException() {
    super("all addresses are refused");
  }
}
