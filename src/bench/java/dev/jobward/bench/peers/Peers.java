package dev.jobward.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The peers by id, each in a database that is its own. */
public final class Peers {

  private static final List<String> JAVA = List.of("db-scheduler", "jobrunr", "quartz");
  private static final List<String> NODE = List.of("pg-boss", "graphile-worker");

  private final Path packages;
  private final boolean hasNode;

  private Peers(Path packages, boolean hasNode) {
    this.packages = packages;
    this.hasNode = hasNode;
  }

  /**
   * Finds out which there can be, and installs those for Node. Without node and npm, pg-boss and
   * graphile-worker are left out.
   *
   * @param scripts {@code src/bench/node}
   * @param packages where npm installs, as in {@code target/bench/node}
   */
  public static Peers find(Path scripts, Path packages) throws IOException, InterruptedException {
    boolean hasNode = NodePackages.arePossible();
    if (hasNode) {
      NodePackages.install(scripts, packages);
    }
    return new Peers(packages, hasNode);
  }

  /** Those that are possible here. */
  public List<String> ids() {
    return hasNode ? Stream.concat(JAVA.stream(), NODE.stream()).toList() : JAVA;
  }

  /** One of {@link #ids}. */
  public Peer create(String id, PeerDatabase database) {
    return switch (id) {
      case "db-scheduler" -> new DbSchedulerPeer(database);
      case "jobrunr" -> new JobRunrPeer(database);
      case "quartz" -> new QuartzPeer(database);
      case "pg-boss" -> new NodePeer("pg-boss 12.38.0", packages.resolve("pg-boss.mjs"), database);
      case "graphile-worker" ->
          new NodePeer("graphile-worker 0.18.0", packages.resolve("graphile-worker.mjs"), database);
      default -> throw new IllegalArgumentException("There is no peer " + id);
    };
  }
}
