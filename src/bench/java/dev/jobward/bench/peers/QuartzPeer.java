package dev.jobward.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;

/**
 * Quartz with its clustered job store and batches of triggers. One durable job for all triggers,
 * which carry the payload: that is one row less for each than a job of its own.
 */
final class QuartzPeer implements Peer {

  private static final int THREADS = 20;
  private static final JobKey JOB = JobKey.jobKey("mail");
  private static final String TABLES = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

  private final PeerDatabase database;
  private final Handled handled = new Handled();
  private final AtomicLong ids = new AtomicLong();

  QuartzPeer(PeerDatabase database) {
    this.database = database;
  }

  /** What the store names as the class of the job; what runs comes from the job factory. */
  public static final class Nothing implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  @Override
  public String name() {
    return "Quartz 2.5.2";
  }

  @Override
  public void prepare() throws Exception {
    database.execute(tables());
  }

  private static String tables() throws IOException {
    try (InputStream sql = Scheduler.class.getResourceAsStream(TABLES)) {
      if (sql == null) {
        throw new IOException("Quartz comes without " + TABLES);
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public double enqueue(int jobs, int clients) throws Exception {
    Scheduler scheduler = scheduler(clients);
    try {
      return Load.perSecond(jobs, clients, () -> scheduler.scheduleJob(trigger()));
    } finally {
      end(scheduler);
    }
  }

  @Override
  public double drain(int jobs) throws Exception {
    Scheduler scheduler = scheduler(THREADS);
    try {
      load(scheduler, jobs);
      database.execute("analyze qrtz_triggers");
      handled.expect(jobs);
      long start = System.nanoTime();
      scheduler.start();
      handled.await();
      database.awaitNone("select 1 from qrtz_triggers");
      database.awaitNone("select 1 from qrtz_fired_triggers");
      return Load.rate(jobs, start);
    } finally {
      end(scheduler);
    }
  }

  /** In transactions of a thousand. */
  private void load(Scheduler scheduler, int jobs) throws SchedulerException {
    for (int loaded = 0; loaded < jobs; loaded += 1_000) {
      Map<JobDetail, Set<? extends Trigger>> batch = new HashMap<>();
      Set<Trigger> triggers = new HashSet<>();
      for (int i = loaded; i < Math.min(jobs, loaded + 1_000); i++) {
        triggers.add(trigger());
      }
      batch.put(job(), triggers);
      scheduler.scheduleJobs(batch, true);
    }
  }

  @Override
  public List<Double> latencies(int jobs) throws Exception {
    Scheduler scheduler = scheduler(THREADS);
    try {
      scheduler.start();
      return Load.latencies(jobs, 30, handled.time(), () -> scheduler.scheduleJob(trigger()));
    } finally {
      end(scheduler);
    }
  }

  private Scheduler scheduler(int connections) throws SchedulerException {
    Properties properties = new Properties();
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("scheduler.instanceName", "bench"),
            Map.entry("scheduler.instanceId", "AUTO"),
            Map.entry("scheduler.skipUpdateCheck", "true"),
            Map.entry("scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(THREADS)),
            Map.entry("threadPool.class", "org.quartz.simpl.SimpleThreadPool"),
            Map.entry("threadPool.threadCount", Integer.toString(THREADS)),
            Map.entry("jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
            Map.entry("jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName()),
            Map.entry("jobStore.isClustered", "true"),
            // A batch has to be acquired within the lock, says the documentation.
            Map.entry("jobStore.acquireTriggersWithinLock", "true"),
            // The backlog is late by design; a misfire would only be rescheduled.
            Map.entry("jobStore.misfireThreshold", "3600000"),
            Map.entry("jobStore.dataSource", "bench"),
            Map.entry("dataSource.bench.provider", "hikaricp"),
            Map.entry("dataSource.bench.driver", "org.postgresql.Driver"),
            Map.entry("dataSource.bench.URL", database.jdbcUrl()),
            Map.entry("dataSource.bench.user", database.user()),
            Map.entry("dataSource.bench.password", database.password()),
            Map.entry("dataSource.bench.maxConnections", Integer.toString(connections + 4)));
    settings.forEach((name, value) -> properties.setProperty("org.quartz." + name, value));
    Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
    scheduler.setJobFactory((bundle, from) -> context -> handled.one());
    scheduler.addJob(job(), true);
    return scheduler;
  }

  private static JobDetail job() {
    return JobBuilder.newJob(Nothing.class).withIdentity(JOB).storeDurably().build();
  }

  private Trigger trigger() {
    return TriggerBuilder.newTrigger()
        .withIdentity(Long.toString(ids.incrementAndGet()))
        .forJob(JOB)
        .usingJobData("payload", Load.PAYLOAD)
        .startNow()
        .build();
  }

  private void end(Scheduler scheduler) throws Exception {
    scheduler.shutdown(true);
    database.execute(
        "truncate qrtz_triggers, qrtz_simple_triggers, qrtz_cron_triggers, qrtz_simprop_triggers,"
            + " qrtz_blob_triggers, qrtz_fired_triggers");
  }

  @Override
  public void close() {
    // Each scheduler has closed its own pool.
  }
}
