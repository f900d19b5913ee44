package dev.jobward.blackbox.server;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Tokens;
import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.EmbeddedDatabase;
import dev.jobward.dev.Ports;
import dev.jobward.dev.Server;
import dev.jobward.dev.ServerOptions;
import dev.jobward.dev.Token;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Servers on a database of their own, for what the server that all tests share cannot show. */
public final class Nodes implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final DevelopmentKey key = DevelopmentKey.loadOrCreate(TestServer.FOLDER);
  private final EmbeddedDatabase database =
      EmbeddedDatabase.temporary(Path.of("target", "postgresql"));
  private final List<Server> nodes = new ArrayList<>();

  private Nodes() {}

  /** Nodes as they are without any setting. */
  public static Nodes start(String... names) {
    return start(options -> options, names);
  }

  /**
   * All at once: they also migrate one database at once.
   *
   * @param names of their folders and logs
   */
  public static Nodes start(UnaryOperator<ServerOptions> settings, String... names) {
    return start(new Nodes(), settings, names);
  }

  /** On a database in which something has been before. */
  public static Nodes startOn(Consumer<EmbeddedDatabase> before, String... names) {
    Nodes nodes = new Nodes();
    before.accept(nodes.database);
    return start(nodes, options -> options, names);
  }

  private static Nodes start(Nodes nodes, UnaryOperator<ServerOptions> settings, String... names) {
    for (String name : names) {
      Server node = settings.apply(nodes.options(name)).build();
      nodes.nodes.add(node);
      // A test run that is interrupted leaves nothing behind.
      Runtime.getRuntime().addShutdownHook(new Thread(node::stop));
      node.start();
    }
    nodes.nodes.forEach(node -> node.awaitReady(PATIENCE));
    return nodes;
  }

  private ServerOptions options(String name) {
    return Server.with(
            TestServer.KIND,
            Path.of("target", "server"),
            Path.of("target", "jobward.war"),
            TestServer.FOLDER.resolve(name))
        .http("127.0.0.1", Ports.free())
        .jvmOptions(TestServer.SHORT_LIVED)
        .admin(Ports.free())
        .database(database)
        .tokensOf(key, Token.DEFAULT_ISSUER)
        .log(TestServer.FOLDER.resolve(name + ".log"));
  }

  /** In the order in which they were named. */
  public Server node(int number) {
    return nodes.get(number);
  }

  /** The API as this node answers it; all accept the same tokens. */
  public Api api(int number) {
    return new Api(URI.create(node(number).baseUrl()), Tokens.signedWith(key, Optional.empty()));
  }

  public EmbeddedDatabase database() {
    return database;
  }

  @Override
  public void close() {
    nodes.forEach(Server::stop);
    database.stop();
  }
}
