package dev.jobward.api;

import java.util.List;

/** A request that ends with an error; {@link Failures} writes it. */
final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Fault> faults;

  ApiFailure(ErrorCode code) {
    this(code, List.of());
  }

  ApiFailure(ErrorCode code, List<Fault> faults) {
    super(code.sentence(), null, false, false);
    this.code = code;
    this.faults = List.copyOf(faults);
  }

  ErrorCode code() {
    return code;
  }

  List<Fault> faults() {
    return faults;
  }
}
