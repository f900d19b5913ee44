package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.GrownTables;
import dev.jobward.job.JobError;
import dev.jobward.job.JobId;
import dev.jobward.job.JobType;
import dev.jobward.job.ResultType;
import dev.jobward.platform.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of many attempts at once reads few rows, on a connection whose plans were made while
 * the queue was empty, and before anybody noted that it has grown.
 */
class GrownQueueIT {

  private static final int WORDS = 100;
  private static final Claim CLAIM =
      new Claim("w", Set.of(new JobType("grown")), WORDS, 1 << 20, Duration.ofSeconds(15));
  private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(9));

  /** The table may be read, but not for each word. */
  private static final int FEW = 3 * GrownTables.JOBS;

  static Stream<Arguments> statements() {
    Map<String, Consumer<Database>> statements =
        Map.of(
            "claims with completions",
            GrownQueueIT::claimAndComplete,
            "failures",
            database -> new AttemptEndings(database).fail(failures(), BACK_OFF));
    return statements.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void readsFewRows(String name, Consumer<Database> statement) throws SQLException {
    try (GrownTables tables = new GrownTables()) {
      Runnable work = () -> statement.accept(tables.database());

      assertThat(tables.rowsRead(work, () -> {})).as(name).isLessThanOrEqualTo(FEW);
    }
  }

  /** One at first: what is done with jobs is planned when there are some. */
  private static List<Lease> claim(Database database) {
    GrownTables.addJobs(database, 1);
    return new LeaseRepository(database).claim(CLAIM, "").leases();
  }

  private static void claimAndComplete(Database database) {
    List<Completion> completions =
        claim(database).stream()
            .map(
                lease ->
                    new Completion(
                        lease.jobId(),
                        lease.token(),
                        ResultType.NONE,
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    List<AttemptEnd> unused = new Completions(database).complete(completions);
  }

  private static List<Failure> failures() {
    return ids()
        .map(id -> new Failure(id, token(), JobError.TIMED_OUT, true, Duration.ZERO))
        .toList();
  }

  private static Stream<JobId> ids() {
    return IntStream.range(0, WORDS)
        .mapToObj(i -> new JobId(new UUID(0x7000L + ((long) i << 16), 0x8000_0000_0000_0000L)));
  }

  private static LeaseToken token() {
    return new LeaseToken(UUID.randomUUID());
  }
}
