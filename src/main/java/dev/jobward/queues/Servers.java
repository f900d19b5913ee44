package dev.jobward.queues;

import dev.jobward.job.JobType;
import dev.jobward.platform.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who serves which type, as the nodes have written it down. */
@Dependent
class Servers {

  /** How many are named for one type. */
  static final int MAX_NAMES = 100;

  /** A node that was not seen for three of its words is gone. */
  private static final String SERVED =
      """
      select served.job_type, served.name
      from node
      cross join lateral (
        select unnest(node.types), node.name
        union
        select * from unnest(node.worker_types, node.worker_names)
      ) as served(job_type, name)
      where node.seen_at > clock_timestamp() - interval '30 seconds'
      """;

  private final Database database;

  @Inject
  Servers(Database database) {
    this.database = database;
  }

  Map<JobType, SortedSet<String>> byType() {
    Map<JobType, SortedSet<String>> names = new HashMap<>();
    database.query(
        SERVED,
        statement -> {},
        row ->
            names
                .computeIfAbsent(new JobType(row.getString(1)), type -> new TreeSet<>())
                .add(row.getString(2)));
    return names;
  }
}
