package dev.jobward.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What is measured beside many rows. */
final class LargeTables {

  static final String FIRST = "First pages, ms, ";
  static final String DEEP = "Pages 1,000, ms, ";
  static final String BESIDE = "Drain beside 2,000,000 other rows, jobs/s";
  static final String WORST = "slowest of them";
  static final String ONE = "owner of one job";

  /** The list that the others are compared with. */
  static final String PLAIN = "by createdAt";

  private static final int PASSES = 10;
  private static final int TIMES = 10;
  private static final int DRAINED = 20_000;

  private LargeTables() {}

  /**
   * All lists of the owner with many jobs; of those without a filter, the pages far down, too. One
   * list after the other in each pass, as the server goes on getting faster.
   *
   * @param warmUp how many seconds of lists do not count
   */
  static void lists(Lists lists, String rows, Samples samples, int warmUp) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp);
    do {
      for (String query : Lists.queries().values()) {
        double unused = lists.first(query, TIMES);
      }
    } while (System.nanoTime() < end);
    Map<String, String> deep = new LinkedHashMap<>();
    if (!rows.startsWith("100,000")) {
      for (String sort : List.of("by createdAt", "by updatedAt")) {
        deep.put(sort, lists.deep(Objects.requireNonNull(Lists.queries().get(sort))));
      }
    }
    for (int pass = 0; pass < PASSES; pass++) {
      for (Map.Entry<String, String> list : Lists.queries().entrySet()) {
        samples.add(FIRST + rows, list.getKey(), lists.first(list.getValue(), TIMES));
      }
      samples.add(FIRST + rows, ONE, lists.ofOne(TIMES));
      for (Map.Entry<String, String> list : deep.entrySet()) {
        samples.add(DEEP + rows, list.getKey(), lists.first(list.getValue(), TIMES));
      }
    }
    double worst =
        Lists.queries().keySet().stream()
            .flatMap(list -> samples.median(FIRST + rows, list).stream())
            .mapToDouble(millis -> millis)
            .max()
            .orElseThrow();
    samples.add(FIRST + rows, WORST, worst);
  }

  /** The rows beside stay as they are. */
  static void drain(Cluster cluster, String name, Samples samples, int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      samples.add(BESIDE, name, cluster.drain(DRAINED, true));
      cluster.database().execute("delete from job where job_type = '" + Cluster.TYPE + "'");
      cluster.database().execute("vacuum analyze job", "vacuum analyze job_queue");
    }
  }
}
