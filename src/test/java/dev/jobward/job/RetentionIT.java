package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.TestDatabase;
import dev.jobward.platform.Database;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionIT {

  private final Database database = new Database(TestDatabase.get().dataSource());
  private final OwnerActions alice = new OwnerActions();

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void removesFinalJobsThatWereKeptForLongEnough() {
    jobs(1_200, 40, 31, "FAILED");
    jobs(7, 40, 29, "FAILED");
    jobs(5, 40, 0, "PENDING");

    walk(retention(30));

    assertThat(count("FAILED")).isEqualTo(7);
    assertThat(count("PENDING")).isEqualTo(5);
  }

  @Test
  void keepsThemForEverWhereThatIsAskedFor() {
    jobs(3, 400, 399, "FAILED");

    walk(retention(0));

    assertThat(count("FAILED")).isEqualTo(3);
    walk(retention(1));
    assertThat(count("FAILED")).isZero();
  }

  @Test
  void doesNothingWhileAnotherNodeDoesIt() throws SQLException {
    jobs(3, 40, 31, "FAILED");
    Retention retention = retention(30);

    try (Connection other = TestDatabase.get().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(1785688437)");
      assertThat(retention.pruneOnce()).isFalse();
      assertThat(count("FAILED")).isEqualTo(3);
      other.rollback();
    }

    walk(retention);
    assertThat(count("FAILED")).isZero();
  }

  @Test
  void removesAFewLargeFilesAtOnceAndAllInTheEnd() {
    jobs(6, 40, 31, "COMPLETED");
    database.update(
        """
        with file as (
          insert into job_file (id, job_id, lease_token, name, content_type, size, sha256, attached)
          select gen_random_uuid(), id, gen_random_uuid(), 'a', 'text/plain', 50000000, 'x', true
          from job where owner = ?
          returning id, job_id
        )
        update job set result_type = 'FILE', result_file = file.id from file where job.id = file.job_id
        """,
        statement -> statement.setString(1, alice.owner.subject()));
    Retention retention = retention(30);

    assertThat(retention.pruneOnce()).isTrue();
    assertThat(count("COMPLETED")).isBetween(3L, 5L);

    walk(retention);
    assertThat(count("COMPLETED")).isZero();
  }

  @Test
  void forgetsKeysAfterADay() {
    alice
        .jobs()
        .create(
            alice.owner,
            java.util.List.of(OwnerActions.aJob()),
            IdempotencyKey.of("k", new byte[0]));
    Retention retention = retention(30);
    while (retention.pruneKeysOnce()) {
      // Other tests' keys.
    }
    assertThat(keys()).isEqualTo(1);

    alice.update(
        "update idempotency_key set created_at = created_at - interval '25 hours' where owner = ?",
        alice.owner.subject());
    while (retention.pruneKeysOnce()) {
      // Other tests' keys.
    }
    assertThat(keys()).isZero();
  }

  private Retention retention(int days) {
    return new Retention(database, Settings.of(Map.of(Setting.RETENTION, days)));
  }

  private static void walk(Retention retention) {
    while (retention.pruneOnce()) {
      // A part at each step.
    }
  }

  private void jobs(int count, int createdDaysAgo, int finishedDaysAgo, String status) {
    database.update(
        """
        insert into job (id, owner, job_type, status, payload, max_attempts, priority, timeout_seconds,
                         created_at, updated_at, run_at, finished_at, error_code, error_message)
        select new_job_id(now() - ? * interval '1 day'), ?, 'old', ?, '{}', 3, 0, 60, now(), now(), now(),
               case when ? <> 'PENDING' then now() - ? * interval '1 day' end, 'X', 'x'
        from generate_series(1, ?)
        """,
        statement -> {
          statement.setInt(1, createdDaysAgo);
          statement.setString(2, alice.owner.subject());
          statement.setString(3, status);
          statement.setString(4, status);
          statement.setInt(5, finishedDaysAgo);
          statement.setInt(6, count);
        });
  }

  private long count(String status) {
    return database
        .queryOne(
            "select count(*) from job where owner = ? and status = ?",
            statement -> {
              statement.setString(1, alice.owner.subject());
              statement.setString(2, status);
            },
            row -> row.getLong(1))
        .orElseThrow();
  }

  private long keys() {
    return database
        .queryOne(
            "select count(*) from idempotency_key where owner = ?",
            statement -> statement.setString(1, alice.owner.subject()),
            row -> row.getLong(1))
        .orElseThrow();
  }
}
