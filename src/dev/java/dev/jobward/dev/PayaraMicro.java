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

/** One Payara Micro process with the application in it. */
public final class PayaraMicro implements AutoCloseable {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final PayaraMicroOptions options;
  private final Path log;
  private final ProcessRecord record;
  private @Nullable Process process;
  private @Nullable Path elsewhere;

  PayaraMicro(PayaraMicroOptions options) {
    this.options = options;
    this.log = options.log == null ? options.workDirectory.resolve("server.log") : options.log;
    this.record = new ProcessRecord(options.workDirectory.resolve("server.process"));
  }

  /**
   * Describes a server that is not started yet.
   *
   * @param serverJars the folder with {@code payara-micro.jar} and {@code postgresql.jar}, {@code
   *     target/server} after a build
   * @param workDirectory the server's alone; its content does not outlive the server
   */
  public static PayaraMicroOptions with(Path serverJars, Path war, Path workDirectory) {
    return new PayaraMicroOptions(serverJars, war, workDirectory);
  }

  /** Starts the process, after ending one that was left over in the same work directory. */
  public PayaraMicro start() {
    try {
      endLeftOver();
      Files.createDirectories(options.workDirectory);
      Folders.delete(root());
      Files.createDirectories(temporary());
      Files.createDirectories(log.resolveSibling("."));
      keepPreviousLog();
      process = builder().start();
      record.write(process.toHandle());
      return this;
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
  public PayaraMicro awaitReady(Duration patience) {
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

  private Path temporary() throws IOException {
    return root().resolve("tmp");
  }

  private void keepPreviousLog() throws IOException {
    if (Files.exists(log)) {
      Path previous = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, previous, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The output goes straight to the file, and so does not depend on this process living on. */
  private ProcessBuilder builder() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.directory(root().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment());
    return builder;
  }

  private List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary());
    command.add("-Dfile.encoding=UTF-8");
    command.add("-XX:+ExitOnOutOfMemoryError");
    // The server looks its JSON provider up anew for each token; a fixed one is 1.7 times faster.
    command.add("-Djakarta.json.provider=org.eclipse.parsson.JsonProviderImpl");
    command.addAll(options.jvmOptions);
    command.addAll(List.of("-jar", options.serverJars.resolve("payara-micro.jar").toString()));
    command.addAll(List.of("--rootDir", root().toString()));
    command.addAll(List.of("--addLibs", options.serverJars.resolve("postgresql.jar").toString()));
    command.addAll(
        List.of(
            "--prebootcommandfile", options.configuration.resolve("preboot.asadmin").toString()));
    command.addAll(
        List.of("--logproperties", options.configuration.resolve("logging.properties").toString()));
    command.addAll(List.of("--nocluster", "--disablephonehome"));
    command.addAll(List.of("--deploy", options.war.toString(), "--contextroot", "/"));
    return command;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>(options.environment);
    environment.put("HTTP_ADDRESS", options.httpAddress);
    environment.put("HTTP_PORT", Integer.toString(options.httpPort));
    return environment;
  }
}
