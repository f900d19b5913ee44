package dev.jobward.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code scripts/run}: PostgreSQL and the server in the foreground, until a signal comes.
 *
 * <p>Exit codes: 1 when something could not be started or the server ended by itself; 130, 143 and
 * 129 after SIGINT, SIGTERM and SIGHUP, as the shell expects. However it ends, short of {@code kill
 * -9}, the shutdown hook has stopped all that was started; after {@code kill -9} the next start on
 * the same data does.
 */
final class Run {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final RunSettings settings;
  private final PrintStream console;
  private @Nullable EmbeddedDatabase database;
  private @Nullable Server server;
  private volatile boolean stopping;

  private Run(RunSettings settings, PrintStream console) {
    this.settings = settings;
    this.console = console;
  }

  /** {@code args[0]} is the project's folder, {@code args[1]} the server. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      RunSettings settings = RunSettings.from(Path.of(args[0]), args[1], System.getenv());
      var lock =
          DirectoryLock.tryAcquire(settings.dataDir(), "run.lock")
              .orElseThrow(
                  () ->
                      new StartFailure(
                          "Jobward runs already on the data in " + settings.dataDir() + "."));
      try (lock) {
        new Run(settings, System.out).run();
      }
    } catch (StartFailure e) {
      System.err.println("scripts/run: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try {
      start();
      console.print(new Welcome(server().baseUrl(), settings).text());
      int exitCode = server().process().waitFor();
      fail("The server ended by itself with exit code " + exitCode + ".", true);
    } catch (StartFailure e) {
      fail(e.getMessage(), server != null);
    } catch (RuntimeException e) {
      fail("Unexpected: " + e, server != null);
    }
  }

  private void start() {
    ServerOptions options = options();
    Server prepared = options.build();
    // A server left over by a kill -9 goes first: it has the port, and the database's connections.
    prepared.endLeftOver();
    requireFreePort();
    if (settings.ownDatabase().isPresent()) {
      var own = settings.ownDatabase().get();
      requireConnection(own);
      options.database(own.url(), own.user(), own.password());
    } else {
      console.println("Starting PostgreSQL on the data in " + settings.dataDir() + " ...");
      options.database(startDatabase());
    }
    console.println(
        "Starting " + settings.server().title() + "; its log is " + prepared.log() + " ...");
    startServer(prepared).awaitReady(PATIENCE);
  }

  private ServerOptions options() {
    Path project = settings.project();
    ServerOptions options =
        Server.with(
                settings.server(),
                project.resolve("target/server"),
                project.resolve("target/jobward.war"),
                settings.dataDir().resolve("server"))
            .configuration(project.resolve("server-config"))
            .http(settings.httpAddress(), settings.httpPort())
            .admin(settings.adminPort())
            .log(settings.dataDir().resolve("log").resolve("server.log"))
            // It starts in two thirds of the time; what JAVA_OPTS says comes later, and holds.
            .jvmOptions("-XX:TieredStopAtLevel=1")
            .jvmOptions(settings.javaOptions().toArray(String[]::new));
    if (!settings.ownKey()) {
      options.tokensOf(DevelopmentKey.loadOrCreate(settings.dataDir()), settings.issuer());
    }
    return options;
  }

  /** Under the lock that {@link #stop} takes too: what is being started is stopped afterwards. */
  private synchronized EmbeddedDatabase startDatabase() {
    refuseWhenStopping();
    EmbeddedDatabase started = EmbeddedDatabase.start(settings.dataDir());
    database = started;
    return started;
  }

  private synchronized Server startServer(Server prepared) {
    refuseWhenStopping();
    server = prepared;
    return prepared.start();
  }

  private void refuseWhenStopping() {
    if (stopping) {
      throw new StartFailure("Stopped before the start was complete.");
    }
  }

  private Server server() {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    return server;
  }

  /** The server first: it hands back its jobs, for which it needs the database. */
  private void stop() {
    stopping = true;
    synchronized (this) {
      if (server != null) {
        server.stop();
      }
      if (database != null) {
        database.stop();
      }
    }
  }

  /** A failure while stopping is no news: it is what a Ctrl-C in the middle of a start causes. */
  private void fail(@Nullable String sentence, boolean showLog) throws InterruptedException {
    if (stopping) {
      Thread.currentThread().join();
    }
    if (showLog) {
      showLog();
    }
    System.err.println("scripts/run: " + sentence);
    System.exit(1);
  }

  private void showLog() {
    try {
      System.err.println("The end of " + server().log() + ":");
      System.err.println(new ServerLog(server().log()).tail());
    } catch (IOException e) {
      System.err.println("It cannot be read: " + e.getMessage());
    }
  }

  /** Asked before PostgreSQL is started, so that the answer comes at once. */
  private void requireFreePort() {
    int port = settings.httpPort();
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(settings.httpAddress()), port));
    } catch (IOException e) {
      throw new StartFailure(
          "Cannot listen on port %d of %s (%s): set HTTP_PORT to another one."
              .formatted(port, settings.httpAddress(), e.getMessage()),
          e);
    }
  }

  private static void requireConnection(RunSettings.OwnDatabase own) {
    DriverManager.setLoginTimeout(10);
    try {
      DriverManager.getConnection(own.url(), own.user(), own.password()).close();
    } catch (SQLException e) {
      throw new StartFailure(
          "Cannot connect to DB_URL as " + own.user() + ": " + e.getMessage(), e);
    }
  }
}
