package dev.jobward.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBodyTest {

  @Test
  void takesAPercentage() {
    assertThat(read("{\"percent\":40}").orElseThrow().percent()).isEqualTo(40);
    assertThat(read("{\"percent\":40}").orElseThrow().message()).isEmpty();
  }

  @Test
  void takesAMessageBeforeOrAfterIt() {
    assertThat(read("{\"percent\":0,\"message\":\"begun\"}").orElseThrow().message())
        .hasValue("begun");
    assertThat(read("{\"message\":\"done\",\"percent\":100}").orElseThrow().message())
        .hasValue("done");
  }

  @Test
  void isNoneWhereItIsNull() {
    assertThat(read("null")).isEmpty();
  }

  @Test
  void takesANullMessageForNone() {
    assertThat(read("{\"percent\":1,\"message\":null}").orElseThrow().message()).isEmpty();
  }

  @Test
  void cutsALongMessage() {
    String longest = "x".repeat(500);

    assertThat(read("{\"percent\":1,\"message\":\"" + longest + "\"}").orElseThrow().message())
        .hasValue(longest);
    assertThat(read("{\"percent\":1,\"message\":\"" + longest + "x\"}").orElseThrow().message())
        .hasValue("x".repeat(499) + "…");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "101", "5.5", "5.0", "1e1", "\"5\"", "true", "[]", "{}", "null"})
  void refusesWhatIsNoPercentage(String percent) {
    assertThat(faults("{\"percent\":" + percent + "}")).containsOnly("progress.percent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "true", "[]", "{}", "\"a\\u0000\""})
  void refusesWhatIsNoMessage(String message) {
    assertThat(faults("{\"percent\":1,\"message\":" + message + "}"))
        .containsExactly("progress.message");
  }

  @Test
  void demandsThePercentage() {
    assertThat(faults("{}")).containsExactly("progress.percent");
    assertThat(faults("{\"message\":\"x\"}")).containsExactly("progress.percent");
  }

  @Test
  void refusesAMemberThatProgressHasNot() {
    assertThat(faults("{\"percent\":1,\"eta\":{\"a\":[]}}")).containsExactly("progress.eta");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "\"50%\"", "[50]", "true"})
  void refusesWhatIsNoObject(String progress) {
    assertThat(faults(progress)).containsExactly("progress");
  }

  private static Optional<Progress> read(String progress) {
    List<Optional<Progress>> read = new ArrayList<>();
    JsonBody.read(
        ("{\"progress\":" + progress + "}").getBytes(StandardCharsets.UTF_8),
        body -> body.members("a test", name -> read.add(ProgressBody.read(body, name))));
    return read.get(0);
  }

  private static List<String> faults(String progress) {
    return Refused.fields(ErrorCode.INVALID_BODY, () -> read(progress));
  }
}
