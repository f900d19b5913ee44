package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refused request is told. */
final class Refused {

  private Refused() {}

  /** The faults, after checking that the call is refused with this code. */
  static List<Fault> faults(ErrorCode code, ThrowingCallable call) {
    ApiFailure failure = failure(code, call);
    return failure.faults();
  }

  /** The fields that are at fault, in the order in which they are told. */
  static List<String> fields(ErrorCode code, ThrowingCallable call) {
    return faults(code, call).stream().map(Fault::field).toList();
  }

  static ApiFailure failure(ErrorCode code, ThrowingCallable call) {
    ApiFailure[] caught = new ApiFailure[1];
    assertThatExceptionOfType(ApiFailure.class)
        .isThrownBy(call)
        .satisfies(failure -> caught[0] = failure)
        .extracting(ApiFailure::code)
        .isEqualTo(code);
    return caught[0];
  }
}
