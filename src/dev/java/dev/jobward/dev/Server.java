package dev.jobward.dev;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One server process with the application in it. */
public abstract class Server implements AutoCloseable {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  final ServerOptions options;
  private final Path log;
  private final ProcessRecord record;
  private @Nullable Process process;
  private @Nullable Path elsewhere;

  Server(ServerOptions options) {
    this.options = options;
    this.log = options.log == null ? options.workDirectory.resolve("server.log") : options.log;
    this.record = new ProcessRecord(options.workDirectory.resolve("server.process"));
  }

  /**
   * Describes a server that is not started yet.
   *
   * @param distributions the folder with the servers and {@code postgresql.jar}, {@code
   *     target/server} after a build
   * @param workDirectory the server's alone; its content does not outlive the server
   */
  public static ServerOptions with(
      ServerKind kind, Path distributions, Path war, Path workDirectory) {
    return new ServerOptions(kind, distributions, war, workDirectory);
  }

  /** Makes what the process needs, in a folder that is there and empty. */
  abstract void prepare(Path root) throws IOException, InterruptedException;

  /** What starts the process, with the folder that {@link #prepare} has filled. */
  abstract List<String> command(Path root) throws IOException, InterruptedException;

  /** Starts the process, after ending one that was left over in the same work directory. */
  public Server start() {
    try {
      endLeftOver();
      Files.createDirectories(options.workDirectory);
      Folders.delete(root());
      Files.createDirectories(temporary(root()));
      prepare(root());
      Files.createDirectories(log.resolveSibling("."));
      keepPreviousLog();
      process = builder().start();
      record.write(process.toHandle());
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while starting the server.", e);
    } catch (IOException e) {
      throw new StartFailure("The server did not start: " + e.getMessage(), e);
    }
  }

  /** Ends the process that a killed run left behind in this work directory, if there is one. */
  public void endLeftOver() {
    try {
      Optional<ProcessHandle> leftOver = record.find();
      if (leftOver.isPresent()) {
        end(leftOver.get());
      }
      record.clear();
    } catch (IOException e) {
      throw new StartFailure("Cannot end the server of the last start: " + e.getMessage(), e);
    }
  }

  /**
   * Waits for the application's own answer, as the server calls itself ready without it.
   *
   * @throws StartFailure with the deployment's own sentence, or that the process ended
   */
  public Server awaitReady(Duration patience) {
    try {
      new Readiness(baseUrl(), process(), new ServerLog(log)).await(patience);
      return this;
    } catch (IOException e) {
      throw new StartFailure("Cannot read the server's log: " + e.getMessage(), e);
    }
  }

  /** The address of the API, without a slash at the end. */
  public String baseUrl() {
    return options.baseUrl();
  }

  public Path log() {
    return log;
  }

  public Process process() {
    if (process == null) {
      throw new IllegalStateException("the server was not started");
    }
    return process;
  }

  /** Ends the server in order: SIGTERM, then, when it takes longer than 30 s, SIGKILL. */
  public synchronized void stop() {
    if (process == null) {
      return;
    }
    try {
      end(process.toHandle());
      record.clear();
      Folders.delete(elsewhere == null ? root() : elsewhere);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clean up after the server", e);
    }
  }

  /** Ends the server as a crash would: SIGKILL, and nothing is tidied up. */
  public void kill() {
    process().destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    stop();
  }

  private static void end(ProcessHandle server) {
    if (server.destroy()) {
      try {
        server.onExit().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        // Patience is over, and SIGKILL comes next.
      }
    }
    if (server.destroyForcibly()) {
      server.onExit().join();
    }
  }

  /**
   * Below the work directory. But the server does not find its own schemas in a folder whose name
   * has letters beyond ASCII; then it gets one with a plain name.
   */
  private Path root() throws IOException {
    if (options.workDirectory.toString().chars().allMatch(c -> c < 0x80)) {
      return options.workDirectory.resolve("root");
    }
    if (elsewhere == null) {
      elsewhere = Files.createTempDirectory("jobward-server-");
    }
    return elsewhere.resolve("root");
  }

  private void keepPreviousLog() throws IOException {
    if (Files.exists(log)) {
      Path previous = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, previous, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The output goes straight to the file, and so does not depend on this process living on. */
  private ProcessBuilder builder() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(root()));
    builder.directory(root().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment());
    return builder;
  }

  /** What every server is told, whichever it is. */
  final Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>(options.environment);
    environment.put("HTTP_ADDRESS", options.httpAddress);
    environment.put("HTTP_PORT", Integer.toString(options.httpPort));
    environment.put("ADMIN_PORT", Integer.toString(options.adminPort));
    return environment;
  }

  /** The JVM and what it is told, whichever server it runs. */
  final List<String> jvm(Path root) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("-Djava.io.tmpdir=" + temporary(root));
    command.add("-Dfile.encoding=UTF-8");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(options.jvmOptions);
    return command;
  }

  /** What Payara's JVM is told besides: it looks its JSON provider up anew for each token. */
  static String fixedJsonProvider() {
    return "-Djakarta.json.provider=org.eclipse.parsson.JsonProviderImpl";
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static Path temporary(Path root) {
    return root.resolve("tmp");
  }
}
