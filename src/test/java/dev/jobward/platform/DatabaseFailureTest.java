package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {

  @ParameterizedTest
  @ValueSource(strings = {"08000", "08001", "08006", "53300", "53100", "57P01", "57P02", "57P03"})
  void isUnavailabilityWhereTheSameCallMaySucceedLater(String state) {
    assertThat(isUnavailable(new SQLException("x", state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"23505", "22021", "42601", "40001", "40P01", "57014", "25006", "XX000", ""})
  void isNoUnavailabilityWhereTheStatementWasAtFault(String state) {
    assertThat(isUnavailable(new SQLException("x", state))).isFalse();
  }

  @Test
  void isUnavailabilityWhereThePoolGivesNoConnection() {
    assertThat(isUnavailable(new SQLException("no connection in time"))).isTrue();
    assertThat(isUnavailable(new SQLTransientConnectionException("x", "99999"))).isTrue();
    assertThat(isUnavailable(new SQLNonTransientConnectionException("x", "99999"))).isTrue();
  }

  @Test
  void isSeenThroughWhatIsWrappedAroundIt() {
    Throwable wrapped =
        new IllegalStateException(
            new RuntimeException(new DatabaseFailure(new SQLException("x", "08006"))));

    assertThat(DatabaseFailure.isUnavailable(wrapped)).isTrue();
  }

  @Test
  void isNoUnavailabilityWithoutTheDatabase() {
    assertThat(DatabaseFailure.isUnavailable(new IllegalStateException("x"))).isFalse();
  }

  @Test
  void isLookedForInACircleOfCausesToo() {
    RuntimeException outer = new RuntimeException();
    RuntimeException inner = new RuntimeException(outer);
    outer.initCause(inner);

    assertThat(DatabaseFailure.isUnavailable(outer)).isFalse();
  }

  private static boolean isUnavailable(SQLException failure) {
    return DatabaseFailure.isUnavailable(failure);
  }

  @Test
  void takesACommitThatBreaksForADatabaseThatIsAway() {
    assertThat(
            DatabaseFailure.isUnavailable(
                new IllegalStateException(new XAException("terminating connection"))))
        .isTrue();
  }

  @Test
  void knowsADeadlock() {
    assertThat(new DatabaseFailure(new SQLException("deadlock detected", "40P01")).isDeadlock())
        .isTrue();
    assertThat(new DatabaseFailure(new SQLException("duplicate key", "23505")).isDeadlock())
        .isFalse();
  }
}
