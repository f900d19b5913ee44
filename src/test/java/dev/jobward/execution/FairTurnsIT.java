package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.job.JobId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Users take turns, and a claim costs the same however much waits. */
class FairTurnsIT {

  private static final int MANY = 200_000;
  private static final int OTHERS = 50;

  private final QueuedJobs jobs = new QueuedJobs();

  @Test
  void givesEveryOwnerATurnBeforeAnyHasASecond() {
    jobs.waitingJobsOf("ann", 5);
    jobs.waitingJobsOf("bob", 2);
    jobs.waitingJobsOf("cy", 1);

    assertThat(jobs.claim(8))
        .extracting(lease -> lease.owner().subject())
        .containsExactly("ann", "bob", "cy", "ann", "bob", "ann", "ann", "ann");
  }

  @Test
  void goesOnWithTheOwnerBehindTheLastOne() {
    jobs.waitingJobsOf("ann", 5);
    jobs.waitingJobsOf("bob", 5);
    jobs.waitingJobsOf("cy", 5);
    List<String> served = new ArrayList<>();

    for (int i = 0; i < 7; i++) {
      served.add(jobs.claim().owner().subject());
    }

    assertThat(served).containsExactly("ann", "bob", "cy", "ann", "bob", "cy", "ann");
  }

  @Test
  void letsNoPriorityOfOneOwnerComeBeforeAnothersTurn() {
    jobs.waitingJobsOf("ann", 10);
    JobId urgent = jobs.aWaitingJobOf("ann");
    jobs.update("update job_queue set priority = 100 where job_id = ?", urgent);
    JobId modest = jobs.aWaitingJobOf("bob");
    jobs.update("update job_queue set priority = -100 where job_id = ?", modest);

    assertThat(jobs.claim(2)).extracting(Lease::jobId).containsExactly(urgent, modest);
  }

  @Test
  void takesTurnsAcrossJobTypesToo() {
    QueuedJobs others = new QueuedJobs();
    jobs.waitingJobsOf("ann", 5);
    others.waitingJobsOf("ann", 5);
    others.waitingJobsOf("bob", 1);
    Claim both =
        new Claim("w", Set.of(jobs.type(), others.type()), 3, Long.MAX_VALUE, QueuedJobs.LEASE);

    assertThat(jobs.leases().claim(both))
        .extracting(lease -> lease.owner().subject())
        .containsExactly("ann", "bob", "ann");
  }

  @Test
  void fillsItsPlacesThoughOneOwnerHasFewJobs() {
    jobs.waitingJobsOf("ann", 100);
    jobs.waitingJobsOf("bob", 1);

    assertThat(jobs.claim(20)).hasSize(20);
  }

  /**
   * 200,000 jobs of one owner wait, and one of each of fifty others: these have had their turn
   * after a few jobs of the first. What a claim reads is bounded by its places, with statistics and
   * without.
   */
  @Test
  void letsNobodyWaitForAnothersTwoHundredThousandJobs() {
    // The plans are made while there is next to nothing to claim.
    jobs.waitingJobsOf("m-nothing", 1);
    for (int i = 0; i < 12; i++) {
      jobs.claim(20);
    }
    // One statement for all could take longer than a statement may.
    IntStream.range(0, 20).forEach(i -> jobs.waitingJobsOf("m-many", MANY / 20));
    IntStream.range(0, OTHERS)
        .forEach(i -> jobs.waitingJobsOf("%s-%d".formatted(i % 2 == 0 ? "a" : "z", i), 1));

    int before = buffers(20);
    int ofMany = 0;
    int ofOthers = 0;
    while (ofOthers < OTHERS) {
      List<Lease> claimed = jobs.claim(20);
      assertThat(claimed).isNotEmpty();
      for (Lease lease : claimed) {
        if (lease.owner().subject().equals("m-many")) {
          ofMany++;
        } else {
          ofOthers++;
        }
      }
    }
    int after = buffers(20);
    jobs.database().update("analyze job_queue", statement -> {});
    int analyzed = buffers(20);

    assertThat(ofMany).isLessThanOrEqualTo(40);
    assertThat(List.of(before, after, analyzed)).allMatch(buffers -> buffers < 20 * 40);
  }

  /** How many buffers a claim of so many jobs touches; it is undone. */
  private int buffers(int places) {
    try (Connection connection = TestDatabase.get().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      // The first in a session reads the catalogs, too.
      explained(connection, places);
      String plan = explained(connection, places);
      connection.rollback();
      return sum(plan, "shared hit=") + sum(plan, "read=");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String explained(Connection connection, int places) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "explain (analyze, buffers)"
                + " select * from claim_jobs(array[?], '', ?, 1000000, interval '15 s', 'w')")) {
      statement.setString(1, jobs.type().name());
      statement.setInt(2, places);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }

  private static int sum(String plan, String name) {
    int at = plan.indexOf(name);
    return at < 0 ? 0 : Integer.parseInt(plan.substring(at + name.length()).split("\\D", 2)[0]);
  }
}
