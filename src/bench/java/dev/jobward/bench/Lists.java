package dev.jobward.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a page of a list takes, over HTTP by one client, in milliseconds. */
final class Lists {

  /** Has a fifth of all rows. */
  private static final String MANY = "list-many";

  /** Has one. */
  private static final String ONE = "list-one";

  private static final int DEEP = 1_000;

  /**
   * Nine of ten completed; types of which one has half of the jobs and one a thousandth; owners of
   * whom one has a fifth of the jobs, and one a single job.
   */
  private static final String LOAD =
      """
      with loaded as (
        insert into job (id, owner, job_type, payload, max_attempts, priority, timeout_seconds, status, attempts,
                         error_code, error_message, created_at, updated_at, run_at, started_at, finished_at)
        select new_job_id(at),
               case when nr = 77777 then 'list-one' when nr %% 5 = 0 then 'list-many' else 'list-' || nr %% 997 end,
               case when nr %% 1000 = 5 then 'bench.rare' when nr %% 2 = 0 then 'bench.common' else 'bench.t' || nr %% 7 end,
               '%s', 3, 0, 3600, status, case when status = 'PENDING' then 0 else 1 end,
               case when status = 'FAILED' then 'X' end, case when status = 'FAILED' then 'x' end,
               at, case when status = 'PENDING' and nr %% 2 = 0 then at else at + ended end, at, case when status <> 'PENDING' then at end, case when status <> 'PENDING' then at + ended end
        from (
          select nr, timestamptz '2026-01-01' + nr * interval '5 milliseconds' as at,
                 (nr::bigint * 7919 %% 1000) * interval '1 millisecond' as ended,
                 case nr / 5 %% 100 when 3 then 'PENDING' when 7 then 'CANCELLED' when 11 then 'FAILED' when 13 then 'FAILED'
                   else 'COMPLETED' end as status
          from generate_series(%d, %d) as nr offset 0
        ) as made
        returning id, owner, job_type, status, priority, run_at, timeout_seconds, max_attempts
      )
      insert into job_queue (job_id, owner, job_type, priority, run_at, timeout_seconds, max_attempts)
      select id, owner, job_type, priority, run_at, timeout_seconds, max_attempts
      from loaded
      where status = 'PENDING'
      """;

  private static final int AT_ONCE = 100_000;

  private final Cluster cluster;
  private int rows;

  Lists(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Adds rows until there are so many, and has their statistics taken. */
  void growTo(int wanted) throws SQLException {
    while (rows < wanted) {
      int next = Math.min(wanted, rows + AT_ONCE);
      cluster.database().execute(LOAD.formatted(Cluster.PAYLOAD, rows + 1, next));
      rows = next;
      System.err.printf("%,d rows for the lists%n", rows);
    }
    cluster.database().execute("vacuum analyze job", "vacuum analyze job_queue", "checkpoint");
  }

  /** The lists by name, each with the query that gives its first page. */
  static Map<String, String> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    for (String sort : List.of("createdAt", "updatedAt", "jobType", "status")) {
      for (String filter :
          List.of(
              "",
              "&status=COMPLETED",
              "&status=FAILED",
              "&status=PENDING",
              "&jobType=bench.common",
              "&jobType=bench.rare",
              "&status=FAILED&jobType=bench.common",
              "&status=COMPLETED&jobType=bench.rare")) {
        queries.put("by " + sort + filter.replace("&", ", "), "limit=50&sortBy=" + sort + filter);
      }
    }
    return queries;
  }

  /** The first page of a list of the owner with many jobs. */
  double first(String query, int times) throws IOException {
    return median(MANY, query, times);
  }

  /** The first page of the owner with one job. */
  double ofOne(int times) throws IOException {
    return median(ONE, "limit=50", times);
  }

  /** The query that gives the page so far down. */
  String deep(String query) throws IOException {
    String token = cluster.token(MANY, "user");
    String cursor = "";
    try (Connection connection = new Connection(cluster.ports().get(0))) {
      for (int page = 1; page < DEEP; page++) {
        String last =
            connection.send(page(query + cursor, token)).require(200).member("lastEvaluatedKey");
        cursor = "&lastEvaluatedKey=" + URLEncoder.encode(last, StandardCharsets.UTF_8);
      }
    }
    return query + cursor;
  }

  private double median(String owner, String query, int times) throws IOException {
    byte[] request = page(query, cluster.token(owner, "user"));
    List<Double> millis = new ArrayList<>();
    try (Connection connection = new Connection(cluster.ports().get(0))) {
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        Connection.Answer unused = connection.send(request).require(200);
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    return Samples.percentile(millis, 50);
  }

  private static byte[] page(String query, String token) {
    return Connection.request("GET", "/v1/jobs?" + query, token, "", new byte[0]);
  }
}
