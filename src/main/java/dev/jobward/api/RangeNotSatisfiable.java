package dev.jobward.api;

/** A range without a byte of the result in it; {@link Failures} writes it. */
final class RangeNotSatisfiable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long size;

  /** {@code size} is the whole result's, in bytes. */
  RangeNotSatisfiable(long size) {
    super(ErrorCode.RANGE_NOT_SATISFIABLE.sentence(), null, false, false);
    this.size = size;
  }

  long size() {
    return size;
  }
}
