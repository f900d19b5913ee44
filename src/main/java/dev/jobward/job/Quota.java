package dev.jobward.job;

import dev.jobward.platform.Database;
import dev.jobward.platform.RecentlyUsed;
import dev.jobward.platform.Setting;
import dev.jobward.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Bounds the unfinished jobs of an owner over all nodes, to within 1 %, without a counter that all
 * of an owner's requests would have to queue up for.
 *
 * <p>A node remembers a count and the time up to which it counted. Only the jobs that were created,
 * retried or otherwise changed since have to be counted to have an upper bound; jobs that have
 * ended meanwhile, or changed again, make it too high, and only when it reaches the quota all are
 * counted anew. Far below the quota most creations ask nothing at all. Close to it, creations of
 * one owner take turns under a lock.
 */
@ApplicationScoped
class Quota {

  private static final int REMEMBERED_OWNERS = 10_000;

  /**
   * What a node may create without asking while its owner is far from the quota: this part of the
   * distance, so that many nodes at once do not come close to it.
   */
  private static final int UNASKED_PART = 50;

  private static final long MOST_UNASKED = 10_000;

  private static final long UNASKED_NANOS = 1_000_000_000;

  /** Nodes that create unasked at once must not reach the quota from outside of this distance. */
  private static final long CLOSE = 5_000;

  private static final OffsetDateTime BEFORE_ALL = Instant.EPOCH.atOffset(ZoneOffset.UTC);

  /**
   * Jobs that are being committed may be older than what is counted: so the last two seconds are
   * counted again the next time.
   */
  private static final String COUNT =
      """
      with boundary as materialized (
        select greatest(?::timestamptz, clock_timestamp() - interval '2 seconds') as at
      )
      select count(*) filter (where job.updated_at <= boundary.at), count(*) filter (where job.updated_at > boundary.at),
             (select at from boundary)
      from boundary
      cross join (
        select updated_at from job
        where owner = ? and status = 'PENDING' and updated_at = created_at and updated_at > ?
        union all
        select updated_at from job
        where owner = ? and status = 'PENDING' and (status <> 'PENDING' or updated_at <> created_at) and updated_at > ?
      ) as job
      """;

  /** The first number is this class's own, so that nobody else's advisory locks are met. */
  private static final String LOCK =
      """
      select pg_advisory_xact_lock(1785688436, hashtext(?))
      """;

  private Database database;
  private long quota;
  private RecentlyUsed<Owner, Usage> usages;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Quota() {}

  @Inject
  Quota(Database database, Settings settings) {
    this.database = database;
    this.quota = settings.number(Setting.QUOTA);
    this.usages = new RecentlyUsed<>(REMEMBERED_OWNERS);
  }

  /**
   * What this node knows of one owner; guarded by itself, but never while the database is asked.
   */
  private static final class Usage {
    private long counted;
    private OffsetDateTime upTo = BEFORE_ALL;
    private long unasked;
    private long granted;
    private long unaskedUntil = System.nanoTime();
    private boolean counting;
    private long refusedUntil = System.nanoTime();

    synchronized boolean takeUnasked(int jobs) {
      if (jobs > unasked || System.nanoTime() - unaskedUntil >= 0) {
        return false;
      }
      unasked -= jobs;
      return true;
    }

    synchronized void grantUnasked(long jobs) {
      unasked = jobs;
      granted = jobs;
      unaskedUntil = System.nanoTime() + UNASKED_NANOS;
    }

    /** Whether it is time to count again, and nobody does so: the caller is to do it then. */
    synchronized boolean beginCounting() {
      boolean isLow =
          unasked < granted / 2 || System.nanoTime() - unaskedUntil > -UNASKED_NANOS / 2;
      boolean begins = isLow && !counting;
      counting |= begins;
      return begins;
    }

    synchronized void endCounting() {
      counting = false;
    }

    synchronized boolean refuses() {
      return System.nanoTime() - refusedUntil < 0;
    }

    synchronized void refuseFor(long nanos) {
      refusedUntil = System.nanoTime() + nanos;
    }

    synchronized Usage copy() {
      Usage copy = new Usage();
      copy.counted = counted;
      copy.upTo = upTo;
      return copy;
    }

    synchronized void lower(long by) {
      counted -= Math.max(0, by);
    }

    synchronized void set(long total, OffsetDateTime boundary) {
      counted = total;
      upTo = boundary;
    }
  }

  /**
   * Whether so many more jobs of an owner are let in without further ado, in a transaction or
   * without one: the owner is far from the quota.
   */
  boolean admitsAtOnce(Owner owner, int jobs) {
    Usage usage = usages.computeIfAbsent(owner, unknown -> new Usage());
    if (!usage.takeUnasked(jobs)) {
      return isFar(owner, usage, jobs);
    }
    // One counts again before all have to.
    if (usage.beginCounting()) {
      try {
        return isFar(owner, usage, jobs);
      } finally {
        usage.endCounting();
      }
    }
    return true;
  }

  private boolean isFar(Owner owner, Usage usage, int jobs) {
    long distance = quota - Math.max(CLOSE, quota / 20) - jobs - atMost(owner, usage);
    if (distance < 0) {
      return false;
    }
    usage.grantUnasked(Math.min(MOST_UNASKED, distance / UNASKED_PART));
    return true;
  }

  /**
   * Lets this many more jobs of an owner in. To be called in the transaction that creates them.
   *
   * @throws Refusal.QuotaExceeded if that would be too many
   */
  void admit(Owner owner, int jobs) {
    if (!admitsAtOnce(owner, jobs)) {
      admitUnderLock(owner, usages.computeIfAbsent(owner, unknown -> new Usage()), jobs);
    }
  }

  private void admitUnderLock(Owner owner, Usage usage, int jobs) {
    if (usage.refuses()) {
      throw new Refusal.QuotaExceeded(quota);
    }
    database.query(LOCK, statement -> statement.setString(1, owner.subject()), row -> true);
    if (atMost(owner, usage) + jobs <= quota) {
      return;
    }
    long begin = System.nanoTime();
    usage.set(0, BEFORE_ALL);
    long exactly = atMost(owner, usage);
    if (exactly + jobs > quota) {
      // Who goes on trying costs no more than a twentieth of the time in counting.
      usage.refuseFor((System.nanoTime() - begin) * 20);
      throw new Refusal.QuotaExceeded(quota);
    }
    // The next exact count comes after another half per cent of the quota, and not with each job.
    usage.lower(exactly - (quota - jobs - quota / 200));
  }

  /** An upper bound: what was counted before, and all that has changed since. */
  private long atMost(Owner owner, Usage usage) {
    Usage known = usage.copy();
    return database
        .queryOne(
            COUNT,
            statement -> {
              statement.setObject(1, known.upTo);
              statement.setString(2, owner.subject());
              statement.setObject(3, known.upTo);
              statement.setString(4, owner.subject());
              statement.setObject(5, known.upTo);
            },
            row -> {
              long counted = known.counted + row.getLong(1);
              usage.set(counted, row.getObject(3, OffsetDateTime.class));
              return counted + row.getLong(2);
            })
        .orElseThrow();
  }
}
