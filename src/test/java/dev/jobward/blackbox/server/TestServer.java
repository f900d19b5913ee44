package dev.jobward.blackbox.server;

import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Tokens;
import dev.jobward.dev.DevelopmentKey;
import dev.jobward.dev.EmbeddedDatabase;
import dev.jobward.dev.Ports;
import dev.jobward.dev.Server;
import dev.jobward.dev.ServerKind;
import dev.jobward.dev.Token;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The server that all tests of a run call. */
public final class TestServer {

  /** Which server this run is about. */
  static final ServerKind KIND =
      ServerKind.of(System.getProperty("jobward.test.server", ServerKind.PAYARA_MICRO.id()))
          .orElseThrow();

  /** Of this JVM alone: others may run the same suite at the same time. */
  static final Path FOLDER =
      Path.of("target", "blackbox", KIND.id() + System.getProperty("jobward.test.fork", ""));

  /** It starts more quickly so; what it takes to make its code fast is more than tests get back. */
  static final String[] SHORT_LIVED = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"};

  private static final Path LOG = FOLDER.resolve("server.log");

  private static final String AUDIENCE = "jobward-tests";

  /** What {@code http.request} may call: servers of the tests themselves. */
  private static final String ALLOWED_TARGETS = "http://127.0.0.1:*/allowed";

  /** Whose pages may call it from a browser. */
  public static final String ORIGIN = "https://portal.example.com";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Api api;
  private final Optional<Process> process;
  private final Optional<EmbeddedDatabase> database;
  private final Optional<Integer> adminPort;

  private TestServer(
      Api api,
      Optional<Process> process,
      Optional<EmbeddedDatabase> database,
      Optional<Integer> adminPort) {
    this.api = api;
    this.process = process;
    this.database = database;
    this.adminPort = adminPort;
  }

  /** The one that system properties name; it is not ours to stop. */
  static Optional<TestServer> configured() {
    String baseUrl = System.getProperty("jobward.test.baseUrl", "");
    if (baseUrl.isEmpty()) {
      return Optional.empty();
    }
    String folder = System.getProperty("jobward.test.keyFolder", "");
    String command = System.getProperty("jobward.test.tokenCommand", "scripts/token");
    Optional<String> audience = Optional.ofNullable(System.getProperty("jobward.test.audience"));
    Tokens tokens =
        folder.isEmpty()
            ? Tokens.printedBy(command, audience)
            : Tokens.signedWith(DevelopmentKey.loadOrCreate(Path.of(folder)), audience);
    Api api = new Api(URI.create(baseUrl.replaceAll("/+$", "")), tokens);
    return Optional.of(new TestServer(api, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** A server with this WAR and a database of its own. */
  static TestServer start(File war) {
    DevelopmentKey key = DevelopmentKey.loadOrCreate(FOLDER);
    int adminPort = Ports.free();
    EmbeddedDatabase database = EmbeddedDatabase.temporary(Path.of("target", "postgresql"));
    Server server =
        Server.with(KIND, Path.of("target", "server"), war.toPath(), FOLDER.resolve("server"))
            .http("127.0.0.1", Ports.free())
            .jvmOptions(SHORT_LIVED)
            .admin(adminPort)
            .database(database)
            .tokensOf(key, Token.DEFAULT_ISSUER)
            .environment("MP_JWT_VERIFY_AUDIENCES", AUDIENCE)
            .environment("JOBWARD_HTTP_ALLOW", ALLOWED_TARGETS)
            .environment("JOBWARD_CORS_ORIGINS", "http://localhost:3000, " + ORIGIN)
            .log(LOG)
            .build();
    // Whatever ends this JVM, the server ends with it; before its database, which has a hook too.
    Runnable stop =
        () -> {
          server.stop();
          database.stop();
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop));
    try {
      server.start().awaitReady(PATIENCE);
    } catch (RuntimeException e) {
      stop.run();
      throw e;
    }
    Tokens tokens = Tokens.signedWith(key, Optional.of(AUDIENCE));
    Api api = new Api(URI.create(server.baseUrl()), tokens);
    return new TestServer(
        api,
        Optional.of(server.process()),
        Optional.of(database),
        KIND.hasConsole() ? Optional.of(adminPort) : Optional.empty());
  }

  public Api api() {
    return api;
  }

  /** Absent when the server runs elsewhere. */
  public Optional<Process> process() {
    return process;
  }

  /** The server's own, for what no call can bring about; absent when the server runs elsewhere. */
  public Optional<EmbeddedDatabase> database() {
    return database;
  }

  /** Absent when the server runs elsewhere. */
  public Optional<Path> log() {
    return process.map(ours -> LOG);
  }

  /** Where its health is: one of the servers has it on the port of its console. */
  public URI healthUri() {
    return KIND == ServerKind.WILDFLY && adminPort.isPresent()
        ? URI.create("http://127.0.0.1:" + adminPort.get())
        : api.baseUri();
  }

  /** Of the server's own console; absent when it has none, or runs elsewhere. */
  public Optional<Integer> adminPort() {
    return adminPort;
  }

  URI baseUri() {
    return api.baseUri();
  }
}
