package dev.jobward.bench.peers;

import java.util.List;

/**
 * A job library that a user would otherwise pick, measured at its own work with the settings its
 * documentation recommends for speed.
 */
public interface Peer extends AutoCloseable {

  /** Library and version, as in {@code db-scheduler 16.12.0}. */
  String name();

  /** Creates its tables, in a fresh database that is its own. Warm-up belongs to the caller. */
  void prepare() throws Exception;

  /**
   * Enqueues one job at a time, each committed, while no workers run. Leaves the queue empty, which
   * is not measured.
   *
   * @param clients so many enqueue at the same time
   * @return jobs/s
   */
  double enqueue(int jobs, int clients) throws Exception;

  /**
   * Works off jobs that do nothing, with a payload of about 200 bytes, loaded before. Measured from
   * the start of the workers to the moment when the last job has been ended in the database, not
   * just when its handler ran. Leaves the queue empty and no workers.
   *
   * @return jobs/s
   */
  double drain(int jobs) throws Exception;

  /**
   * Runs one job at a time with a pause between them, in the library's way to start at once if it
   * has one.
   *
   * @return for each job the milliseconds from before the enqueue call to the start of the handler
   */
  List<Double> latencies(int jobs) throws Exception;

  @Override
  void close();
}
