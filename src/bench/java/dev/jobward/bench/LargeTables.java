package dev.jobward.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is measured beside many rows. */
final class LargeTables {

  static final String FIRST = "First pages, ms, ";
  static final String DEEP = "Pages 1,000, ms, ";
  static final String BESIDE = "Drain beside 2,000,000 other rows, jobs/s";
  static final String WORST = "slowest of them";
  static final String ONE = "owner of one job";

  /** The list that the others are compared with. */
  static final String PLAIN = "by createdAt";

  private static final int TIMES = 100;
  private static final int DRAINED = 20_000;

  private LargeTables() {}

  /** All lists of the owner with many jobs; of those without a filter, the pages far down, too. */
  static void lists(Lists lists, String rows, Samples samples) throws Exception {
    // Once to warm up.
    for (String query : Lists.queries().values()) {
      double unused = lists.first(query, TIMES / 2);
    }
    List<Double> all = new ArrayList<>();
    for (Map.Entry<String, String> list : Lists.queries().entrySet()) {
      double millis = lists.first(list.getValue(), TIMES);
      samples.add(FIRST + rows, list.getKey(), millis);
      all.add(millis);
    }
    samples.add(FIRST + rows, WORST, Samples.percentile(all, 100));
    samples.add(FIRST + rows, ONE, lists.ofOne(TIMES));
    if (!rows.startsWith("100,000")) {
      for (String sort : List.of("by createdAt", "by updatedAt")) {
        String query = Objects.requireNonNull(Lists.queries().get(sort));
        samples.add(DEEP + rows, sort, lists.deep(query, TIMES));
      }
    }
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
