package dev.jobward.bench.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * db-scheduler with lock-and-fetch polling, which its documentation recommends for high throughput
 * on PostgreSQL, and immediate execution.
 */
final class DbSchedulerPeer implements Peer {

  private static final int THREADS = 20;

  /** Of the two settings that the documentation names, (0.5, 1.0) and this, the faster one. */
  private static final double LOWER_LIMIT = 1.0;

  private static final double UPPER_LIMIT = 4.0;

  private final PeerDatabase database;
  private final HikariDataSource pool;
  private final Handled handled = new Handled();
  private final AtomicLong ids = new AtomicLong();
  private final Clock clock = Clock.systemUTC();
  private final OneTimeTask<String> task =
      Tasks.oneTime("mail", String.class).execute((instance, context) -> handled.one());

  DbSchedulerPeer(PeerDatabase database) {
    this.database = database;
    this.pool = database.pool(THREADS + 4);
  }

  @Override
  public String name() {
    return "db-scheduler 16.12.0";
  }

  /** Without the index for priorities, which are off, as they are by default. */
  @Override
  public void prepare() throws Exception {
    database.execute(
        """
        create table scheduled_tasks (
          task_name text not null,
          task_instance text not null,
          task_data bytea,
          execution_time timestamptz,
          picked boolean not null,
          picked_by text,
          last_success timestamptz,
          last_failure timestamptz,
          consecutive_failures int,
          last_heartbeat timestamptz,
          version bigint not null,
          priority smallint,
          state text,
          primary key (task_name, task_instance)
        )
        """,
        "create index execution_time_idx on scheduled_tasks (execution_time)",
        "create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)");
  }

  /**
   * Beside some rows that are there already: it looks for the row before it inserts it, by a plan
   * that PostgreSQL keeps, and that reads the whole table each time if there was none.
   */
  @Override
  public double enqueue(int jobs, int clients) throws Exception {
    Scheduler client = scheduler();
    client.scheduleBatch(instances(1_000), clock.instant().plus(Duration.ofDays(1)));
    database.execute("analyze scheduled_tasks");
    double rate = Load.perSecond(jobs, clients, () -> client.schedule(instance(), clock.instant()));
    empty();
    return rate;
  }

  @Override
  public double drain(int jobs) throws Exception {
    Scheduler scheduler = scheduler();
    scheduler.scheduleBatch(instances(jobs), clock.instant());
    database.execute("analyze scheduled_tasks");
    handled.expect(jobs);
    long start = System.nanoTime();
    scheduler.start();
    try {
      handled.await();
      database.awaitNone("select 1 from scheduled_tasks");
      return Load.rate(jobs, start);
    } finally {
      scheduler.stop();
      empty();
    }
  }

  @Override
  public List<Double> latencies(int jobs) throws Exception {
    Scheduler scheduler = scheduler();
    scheduler.start();
    try {
      return Load.latencies(
          jobs, 30, handled.time(), () -> scheduler.schedule(instance(), clock.instant()));
    } finally {
      scheduler.stop();
      empty();
    }
  }

  private Scheduler scheduler() {
    return Scheduler.create(pool, task)
        .threads(THREADS)
        .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
        .pollingInterval(Duration.ofSeconds(1))
        .enableImmediateExecution()
        .build();
  }

  private TaskInstance<String> instance() {
    return task.instance(Long.toString(ids.incrementAndGet()), Load.PAYLOAD);
  }

  private Stream<TaskInstance<?>> instances(int count) {
    return Stream.generate(this::instance).limit(count).map(i -> i);
  }

  private void empty() throws Exception {
    database.execute("truncate scheduled_tasks");
  }

  @Override
  public void close() {
    pool.close();
  }
}
