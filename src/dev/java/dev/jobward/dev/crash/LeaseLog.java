package dev.jobward.dev.crash;

import dev.jobward.dev.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes down each claim and each end of a lease, in the transaction that makes it. The rows of one
 * job are in the order of its changes, because each change holds the lock of the job's row in the
 * queue; so a claim that stood before the end of the one before it would show.
 */
public final class LeaseLog {

  private static final String INSTALL =
      """
      create table lease_log (
        seq bigserial primary key, job_id uuid not null, event text not null, token uuid, worker text,
        over boolean not null, at timestamptz not null default clock_timestamp()
      );
      create table fault_log (at timestamptz not null default clock_timestamp(), fault text not null);
      create function log_lease() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          insert into lease_log (job_id, event, token, worker, over)
          values (old.job_id, case when old.started_at is null then 'ENDED LATE' else 'ENDED' end,
                  old.lease_token, old.worker_id, false);
        elsif new.started_at is not null and new.lease_token is distinct from old.lease_token then
          insert into lease_log (job_id, event, token, worker, over)
          values (new.job_id, 'CLAIMED', new.lease_token, new.worker_id, old.started_at is null);
        elsif new.started_at is not null and old.started_at is null then
          insert into lease_log (job_id, event, token, worker, over)
          values (new.job_id, 'REVIVED', new.lease_token, new.worker_id, true);
        elsif new.started_at is null and old.started_at is not null then
          insert into lease_log (job_id, event, token, worker, over)
          values (old.job_id, case when new.lease_token is null then 'GIVEN UP' else 'LOST' end,
                  old.lease_token, old.worker_id, old.lease_until <= clock_timestamp());
        end if;
        return null;
      end $$;
      create trigger log_lease after update or delete on job_queue for each row execute function log_lease();
      """;

  /** Each rule with how many times it was broken; the sentences are what is printed. */
  private static final Map<String, String> RULES = rules();

  private final EmbeddedDatabase database;

  private LeaseLog(EmbeddedDatabase database) {
    this.database = database;
  }

  /** Begins to write; the schema has to be there. */
  public static LeaseLog install(EmbeddedDatabase database) throws SQLException {
    LeaseLog log = new LeaseLog(database);
    log.execute(INSTALL);
    return log;
  }

  private static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put(
        "a claim while another lease was live",
        "select count(*) from lease_log where event = 'CLAIMED' and not over");
    rules.put(
        "a lease that does not follow from what was before it",
        """
        with turn as (
          select event, lag(event, 1, 'GIVEN UP') over (partition by job_id order by seq) as before from lease_log
        )
        select count(*) from turn
        where not case event
            when 'CLAIMED' then before in ('LOST', 'GIVEN UP')
            when 'REVIVED' then before = 'LOST'
            when 'ENDED LATE' then before = 'LOST'
            else before in ('CLAIMED', 'REVIVED')
          end
        """);
    rules.put(
        "a word that counted though the lease was another's",
        """
        with turn as (
          select event, token, lag(token) over (partition by job_id order by seq) as held from lease_log
        )
        select count(*) from turn where event <> 'CLAIMED' and token is distinct from held
        """);
    rules.put(
        "a lease taken away before its time",
        "select count(*) from lease_log where event = 'LOST' and not over");
    rules.put(
        "a job that ended more than once",
        """
        select count(*) from (
          select job_id from lease_log where event like 'ENDED%' group by job_id having count(*) > 1
        ) twice
        """);
    rules.put(
        "a job with more attempts than it may have",
        "select count(*) from job where attempts > max_attempts");
    rules.put("a job that is not final", "select count(*) from job where finished_at is null");
    rules.put("a row in the queue for nothing", "select count(*) from job_queue");
    return rules;
  }

  /** How many times each rule was broken, of those that were. */
  public Map<String, Long> violations() throws SQLException {
    Map<String, Long> violations = new LinkedHashMap<>();
    for (Map.Entry<String, String> rule : RULES.entrySet()) {
      long count = count(rule.getValue());
      if (count > 0) {
        violations.put(rule.getKey(), count);
      }
    }
    return violations;
  }

  /** Notes a fault at the database's time. */
  void fault(String name) throws SQLException {
    // Names are this program's own, without quotes.
    execute("insert into fault_log (fault) values ('" + name + "')");
  }

  /**
   * From a server's death until the last of its jobs was claimed again, in milliseconds. Where the
   * database had a fault in between, nobody could take over.
   */
  long longestTakeOverMillis() throws SQLException {
    return count(
        """
        with lost as (
          select l.job_id, l.seq,
                 (select max(f.at) from fault_log f where f.fault = 'KILL_SERVER' and f.at < l.at) as killed
          from lease_log l
          where l.event = 'LOST' and l.worker like 'node-%'
        ),
        again as (
          select lost.killed,
                 (select min(c.at) from lease_log c
                  where c.job_id = lost.job_id and c.seq > lost.seq and c.event = 'CLAIMED') as claimed
          from lost
        )
        select coalesce(max(extract(epoch from claimed - killed) * 1000), 0)::bigint
        from again
        where not exists (
          select from fault_log f where f.fault <> 'KILL_SERVER' and f.at between again.killed and again.claimed)
        """);
  }

  public long count(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
