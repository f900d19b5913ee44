package dev.jobward.job;

import dev.jobward.platform.Columns;
import dev.jobward.platform.Database;
import dev.jobward.platform.Loop;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import dev.jobward.platform.Stopping;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * Removes final jobs once they have been kept for long enough, and idempotency keys after their
 * day. One node at a time, a few rows at a time: nobody waits for it.
 *
 * <p>It walks the jobs in the order of their creation, a part at each step, and from the beginning
 * again when it has come to those that are too young. So it needs no index of its own, and old jobs
 * that still wait are met once in a walk and not at each step.
 */
@ApplicationScoped
class Retention {

  static final UUID BEFORE_ALL = new UUID(0, 0);

  private static final Duration BETWEEN_WALKS = Duration.ofMinutes(1);
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(100);
  private static final int JOBS_AT_ONCE = 500;
  private static final long BYTES_AT_ONCE = 64L * 1024 * 1024;
  private static final int KEYS_AT_ONCE = 1_000;

  /** The lock is for this transaction; whoever does not get it has nothing to do. */
  private static final String PRUNE =
      """
      with turn as materialized (
        select pg_try_advisory_xact_lock(1785688437) as mine, cutoff, new_job_id(cutoff) as youngest
        from (select clock_timestamp() - ? * interval '1 millisecond' as cutoff) now
      ),
      part as materialized (
        select next.id, next.finished_at < turn.cutoff as is_old, coalesce(file.size, 0) as size
        from turn
        cross join lateral (
          select job.id, job.finished_at, job.result_file
          from job
          where turn.mine and job.id > ? and job.id < turn.youngest
          order by job.id
          limit ?
        ) next
        left join job_file file on file.id = next.result_file
      ),
      fitting as materialized (
        select id, is_old, size
        from (
          select id, is_old, size, sum(size) filter (where is_old) over (order by id) - size as before from part
        ) p
        where not is_old or before is null or before < ?
      ),
      removed as (
        delete from job
        using fitting, turn
        where job.id = fitting.id and fitting.is_old and job.status <> 'PENDING' and job.finished_at < turn.cutoff
        returning job.id
      )
      select (select id from fitting order by id desc limit 1), (select count(*) from removed)
      """;

  private static final String PRUNE_KEYS =
      """
      with turn as materialized (
        select pg_try_advisory_xact_lock(1785688438) as mine
      ),
      old as (
        select k.owner, k.key
        from turn
        cross join lateral (
          select owner, key
          from idempotency_key
          where turn.mine and created_at < clock_timestamp() - interval '24 hours'
          order by created_at
          limit ?
          for update skip locked
        ) k
      )
      delete from idempotency_key
      using old
      where idempotency_key.owner = old.owner and idempotency_key.key = old.key
      """;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private Database database;
  private Duration kept;
  private Loop pruning;
  private UUID reached = BEFORE_ALL;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Retention() {}

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the executor
  Retention(Database database, Settings settings) {
    this.database = database;
    this.kept = settings.duration(Setting.RETENTION);
    this.pruning = Loop.paced("Removing old jobs", BETWEEN_WALKS, this::stepOnce);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    pruning.start(executor);
  }

  void stop(
      @Observes @Priority(Stopping.LOOPS) @BeforeDestroyed(ApplicationScoped.class)
          Object application) {
    pruning.stop();
  }

  private Duration stepOnce() {
    boolean more = pruneKeysOnce();
    more |= pruneOnce();
    return more ? BETWEEN_STEPS : BETWEEN_WALKS;
  }

  /** Removes some jobs. Whether the walk goes on. */
  boolean pruneOnce() {
    if (kept.isZero()) {
      return false;
    }
    reached =
        database
            .queryOne(
                PRUNE,
                statement -> {
                  statement.setLong(1, kept.toMillis());
                  statement.setObject(2, reached);
                  statement.setInt(3, JOBS_AT_ONCE);
                  statement.setLong(4, BYTES_AT_ONCE);
                },
                Retention::reached)
            .orElse(BEFORE_ALL);
    return !reached.equals(BEFORE_ALL);
  }

  /** Removes some keys. Whether there may be more. */
  boolean pruneKeysOnce() {
    return database.update(PRUNE_KEYS, statement -> statement.setInt(1, KEYS_AT_ONCE))
        == KEYS_AT_ONCE;
  }

  private static UUID reached(ResultSet row) throws SQLException {
    UUID last = Columns.uuid(row, 1);
    return last == null ? BEFORE_ALL : last;
  }
}
