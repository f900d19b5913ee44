package dev.jobward.bench;

import dev.jobward.bench.peers.Peer;
import dev.jobward.bench.peers.PeerDatabase;
import dev.jobward.bench.peers.Peers;
import dev.jobward.bench.peers.Yardstick;
import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.EmbeddedDatabase;
import dev.jobward.dev.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All that is measured, each with a database of its own in the same PostgreSQL. */
final class Subjects implements AutoCloseable {

  private static final Path FOLDER = Path.of("target", "bench");

  private static final String BY_HAND_TABLE =
      """
      create table by_hand_job (
        id         uuid        primary key,
        owner      text        not null,
        job_type   text        not null,
        status     text        not null,
        payload    text        not null,
        created_at timestamptz not null,
        updated_at timestamptz not null
      )
      """;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<ServerKind, Cluster> clusters = new EnumMap<>(ServerKind.class);
  private final Map<ServerKind, Node> byHand = new EnumMap<>(ServerKind.class);
  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final EmbeddedDatabase postgres;
  private final DevelopmentKey key;
  private final Path war;
  private final Yardstick yardstick;
  private final Database byHandDatabase;
  private final List<String> settings = new ArrayList<>();

  private Subjects() throws Exception {
    Files.createDirectories(FOLDER);
    Path classes = Path.of(System.getProperty("bench.classes"));
    key = DevelopmentKey.loadOrCreate(FOLDER);
    war = Wars.jobward(Path.of("target", "jobward.war"), classes, FOLDER);
    postgres = EmbeddedDatabase.temporary(Path.of("target", "postgresql"));
    open.push(postgres);
    yardstick = new Yardstick(of(Database.create(postgres, "yardstick")));
    open.push(yardstick);
    byHandDatabase = Database.create(postgres, "by_hand");
  }

  static Subjects start(Options options) throws Exception {
    Subjects subjects = new Subjects();
    try {
      subjects.startAll(options);
      return subjects;
    } catch (Exception | Error e) {
      subjects.close();
      throw e;
    }
  }

  private void startAll(Options options) throws Exception {
    yardstick.prepare();
    byHandDatabase.execute(
        BY_HAND_TABLE, "create index by_hand_job_by_owner on by_hand_job (owner, created_at)");
    settings.add("PostgreSQL " + version());
    Path byHandWar = Wars.byHand(Path.of(System.getProperty("bench.classes")), FOLDER);
    for (ServerKind kind : options.servers()) {
      clusters.put(kind, cluster(kind, 1));
      Node node =
          Node.start(
              kind, byHandWar, FOLDER.resolve("by-hand-" + kind.id()), byHandDatabase, key, "512m");
      open.push(node);
      byHand.put(kind, node.awaitHello());
    }
    Peers found = Peers.find(Path.of("src", "bench", "node"), FOLDER.resolve("node"));
    for (String id : found.ids()) {
      Peer peer = found.create(id, of(Database.create(postgres, id.replace('-', '_'))));
      open.push(peer);
      peer.prepare();
      peers.put(id, peer);
    }
  }

  /** Jobward on so many servers; they are ended with everything else. */
  Cluster cluster(ServerKind kind, int nodes) throws Exception {
    String name = kind.id() + "-" + nodes;
    Cluster cluster =
        Cluster.start(
            kind,
            nodes,
            war,
            FOLDER.resolve(name),
            Database.create(postgres, name.replace('-', '_')),
            key);
    open.push(cluster);
    return cluster;
  }

  /** Jobward on one server of each kind. */
  Map<ServerKind, Cluster> clusters() {
    return clusters;
  }

  Cluster cluster(ServerKind kind) {
    return Objects.requireNonNull(clusters.get(kind));
  }

  Node byHand(ServerKind kind) {
    return Objects.requireNonNull(byHand.get(kind));
  }

  /** No rows any more. */
  void emptyByHand() throws Exception {
    byHandDatabase.execute("truncate by_hand_job");
  }

  Map<String, Peer> peers() {
    return peers;
  }

  Yardstick yardstick() {
    return yardstick;
  }

  /** Versions, for the table's head. */
  List<String> settings() {
    return List.copyOf(settings);
  }

  private String version() throws Exception {
    try (java.sql.Connection connection = byHandDatabase.connect()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  private static PeerDatabase of(Database database) {
    return new PeerDatabase(database.url(), database.user(), database.password());
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("cannot end what was started: " + e);
      }
    }
  }
}
