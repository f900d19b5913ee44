package dev.jobward.dev.crash;

import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.EmbeddedDatabase;
import dev.jobward.dev.Ports;
import dev.jobward.dev.Server;
import dev.jobward.dev.ServerKind;
import dev.jobward.dev.ServerOptions;
import dev.jobward.dev.StartFailure;
import dev.jobward.dev.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The servers, each of which may die at any time and is started again in its place. */
final class Nodes implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int STARTS = 5;

  private static final List<Path> FAKETIME =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"));

  private final EmbeddedDatabase database;
  private final DevelopmentKey key;
  private final Path folder;
  private final String allowedTarget;
  private final List<Node> nodes = new ArrayList<>();
  private final ExecutorService starters = Executors.newCachedThreadPool();

  Nodes(EmbeddedDatabase database, DevelopmentKey key, Path folder, String allowedTarget) {
    this.database = database;
    this.key = key;
    this.folder = folder;
    this.allowedTarget = allowedTarget;
  }

  /** One place for a server. */
  private final class Node {

    private final int number;
    private final int port = Ports.free();
    private int launches;
    private volatile Server server;
    private volatile CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

    private Node(int number) {
      this.number = number;
      this.server = build("");
    }

    private Server build(String clockOffset) {
      ServerOptions options =
          Server.with(
                  ServerKind.PAYARA_MICRO,
                  Path.of("target", "server"),
                  Path.of("target", "jobward.war"),
                  folder.resolve("node-" + number))
              .http("127.0.0.1", port)
              .database(database)
              .tokensOf(key, Token.DEFAULT_ISSUER)
              .environment("JOBWARD_HTTP_ALLOW", allowedTarget)
              .jvmOptions("-Xmx512m", "-XX:TieredStopAtLevel=1")
              .log(folder.resolve("node-%d.%d.log".formatted(number, launches)));
      if (!clockOffset.isEmpty()) {
        options
            .environment("LD_PRELOAD", faketime().orElseThrow().toString())
            .environment("FAKETIME", clockOffset)
            .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            // Without it every timed wait of the JVM would spin.
            .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
      }
      return options.build();
    }

    private void start(String clockOffset) {
      launch(clockOffset);
      ready = CompletableFuture.runAsync(() -> awaitReady(clockOffset), starters);
    }

    private void launch(String clockOffset) {
      launches++;
      server = build(clockOffset);
      server.start();
    }

    /** A server that is deployed while its database is away has to be started again. */
    private void awaitReady(String clockOffset) {
      for (int i = 1; ; i++) {
        try {
          server.awaitReady(PATIENCE);
          return;
        } catch (StartFailure e) {
          if (i == STARTS) {
            throw e;
          }
          server.kill();
          launch(clockOffset);
        }
      }
    }

    private boolean isReady() {
      return ready.isDone() && !ready.isCompletedExceptionally();
    }
  }

  void start(int count) {
    for (int i = 1; i <= count; i++) {
      Node node = new Node(i);
      nodes.add(node);
      node.start("");
    }
    nodes.forEach(node -> node.ready.join());
  }

  List<String> urls() {
    return nodes.stream().map(node -> node.server.baseUrl()).toList();
  }

  boolean areAllReady() {
    return nodes.stream().allMatch(Node::isReady);
  }

  void awaitAll() {
    nodes.forEach(node -> node.ready.join());
  }

  /** kill -9; nothing is left running in its place until {@link #restart}. */
  void kill(int index) {
    nodes.get(index).server.kill();
  }

  /** {@code clockOffset} such as {@code +3600s}, or empty for the right time. */
  void restart(int index, String clockOffset) {
    nodes.get(index).start(clockOffset);
  }

  /** Where libfaketime is, if it is installed. */
  static Optional<Path> faketime() {
    return FAKETIME.stream().filter(Files::exists).findFirst();
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.server.stop());
    starters.shutdownNow();
  }
}
