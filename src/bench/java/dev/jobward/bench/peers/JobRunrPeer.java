package dev.jobward.bench.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/**
 * JobRunr OSS with job requests, since those need no analysis of byte code. Without the dashboard,
 * which is the only part that calls home.
 */
final class JobRunrPeer implements Peer {

  private static final int WORKERS = 20;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  private final PeerDatabase database;
  private final HikariDataSource pool;
  private final Handled handled = new Handled();
  private final JsonMapper json = new Jackson3JsonMapper();

  JobRunrPeer(PeerDatabase database) {
    this.database = database;
    this.pool = database.pool(WORKERS + 4);
  }

  @Override
  public String name() {
    return "JobRunr 8.7.0";
  }

  /** Its storage provider creates the tables. */
  @Override
  public void prepare() {
    storage().close();
  }

  @Override
  public double enqueue(int jobs, int clients) throws Exception {
    StorageProvider storage = storage();
    try {
      JobRequestScheduler scheduler = new JobRequestScheduler(storage);
      return Load.perSecond(
          jobs, clients, () -> scheduler.enqueue(new JobRunrRequest(Load.PAYLOAD)));
    } finally {
      storage.close();
      empty();
    }
  }

  @Override
  public double drain(int jobs) throws Exception {
    StorageProvider storage = storage();
    try {
      new JobRequestScheduler(storage)
          .enqueue(Stream.generate(() -> new JobRunrRequest(Load.PAYLOAD)).limit(jobs));
      database.execute("analyze jobrunr_jobs");
      handled.expect(jobs);
      BackgroundJobServer server = server(storage);
      long start = System.nanoTime();
      server.start();
      try {
        handled.await();
        database.awaitNone("select 1 from jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING')");
        return Load.rate(jobs, start);
      } finally {
        server.stop();
      }
    } finally {
      storage.close();
      empty();
    }
  }

  /**
   * With pauses as long as the poll interval: JobRunr only polls, and a job right after the last
   * one would always come at the same, worst moment.
   */
  @Override
  public List<Double> latencies(int jobs) throws Exception {
    StorageProvider storage = storage();
    try {
      JobRequestScheduler scheduler = new JobRequestScheduler(storage);
      BackgroundJobServer server = server(storage);
      server.start();
      try {
        return Load.latencies(
            jobs,
            (int) POLL_INTERVAL.toMillis(),
            handled.time(),
            () -> scheduler.enqueue(new JobRunrRequest(Load.PAYLOAD)));
      } finally {
        server.stop();
      }
    } finally {
      storage.close();
      empty();
    }
  }

  private StorageProvider storage() {
    StorageProvider storage = new PostgresStorageProvider(pool);
    storage.setJobMapper(new JobMapper(json));
    return storage;
  }

  private BackgroundJobServer server(StorageProvider storage) {
    JobRunrRequest.Handler handler = new JobRunrRequest.Handler(handled);
    JobActivator activator =
        new JobActivator() {
          @Override
          public <T> T activateJob(Class<T> type) {
            return type.cast(handler);
          }
        };
    return new BackgroundJobServer(
        storage,
        json,
        activator,
        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
            .andWorkerCount(WORKERS)
            .andPollInterval(POLL_INTERVAL));
  }

  private void empty() throws Exception {
    database.execute("truncate jobrunr_jobs");
  }

  @Override
  public void close() {
    pool.close();
  }
}
