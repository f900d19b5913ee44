package dev.jobward.bench;

import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.Ports;
import dev.jobward.dev.Server;
import dev.jobward.dev.ServerKind;
import dev.jobward.dev.ServerOptions;
import dev.jobward.dev.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One server with one of the applications. */
final class Node implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Server server;
  private final int port;

  private Node(Server server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Describes and starts a server; {@link #awaitJobward} or {@link #awaitHello} has to follow. */
  static Node start(
      ServerKind kind,
      Path war,
      Path folder,
      Database database,
      DevelopmentKey key,
      String memory) {
    int port = Ports.free();
    ServerOptions options =
        Server.with(kind, Path.of("target", "server"), war, folder)
            .http("127.0.0.1", port)
            .admin(kind.hasConsole() ? Ports.free() : 0)
            .database(database.url(), database.user(), database.password())
            .tokensOf(key, Token.DEFAULT_ISSUER)
            .environment("JOBWARD_QUOTA_UNFINISHED_JOBS", "1000000000")
            .jvmOptions("-Xmx" + memory)
            .log(folder.resolveSibling(folder.getFileName() + ".log"));
    return new Node(options.build().start(), port);
  }

  Node awaitJobward() {
    server.awaitReady(PATIENCE);
    return this;
  }

  Node awaitHello() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    CountDownLatch pause = new CountDownLatch(1);
    while (System.nanoTime() < deadline) {
      try (Connection connection = new Connection(port)) {
        if (connection.send(Connection.request("GET", "/v1/hello", "", "", new byte[0])).status()
            == 200) {
          return this;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      boolean unused = pause.await(100, TimeUnit.MILLISECONDS);
    }
    throw new IllegalStateException("The service by hand does not answer; see " + server.log());
  }

  int port() {
    return port;
  }

  long pid() {
    return server.process().pid();
  }

  @Override
  public void close() {
    server.stop();
  }
}
