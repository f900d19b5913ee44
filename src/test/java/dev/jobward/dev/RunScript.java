package dev.jobward.dev;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code scripts/run} on data of its own, as a user starts it from a shell. */
final class RunScript implements AutoCloseable {

  private static final String LAST_LINE = "Ctrl-C ends";

  private final Path dataDir;
  private final int port;
  private final Path output;
  private Optional<Process> process = Optional.empty();

  RunScript(Path dataDir, int port, Path output) {
    this.dataDir = dataDir;
    this.port = port;
    this.output = output;
  }

  /** Begins to start, and does not wait. */
  RunScript begin() {
    try {
      // The build that this test is part of has made the WAR; the script is not to make it again.
      Files.setLastModifiedTime(
          Path.of("target/jobward.war"), FileTime.fromMillis(Clock.systemUTC().millis()));
      ProcessBuilder builder = new ProcessBuilder("scripts/run").redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      builder.environment().put("DATA_DIR", dataDir.toString());
      builder.environment().put("HTTP_PORT", Integer.toString(port));
      process = Optional.of(builder.start());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunScript awaitReady() {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> printed().contains(LAST_LINE) || !process().isAlive());
    if (!printed().contains(LAST_LINE)) {
      throw new AssertionError(printed());
    }
    return this;
  }

  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commands that it printed for pasting. */
  List<String> curls() {
    return printed().lines().filter(line -> line.startsWith("curl ")).toList();
  }

  Process process() {
    return process.orElseThrow();
  }

  /** The server's process, which is a child of the script's. */
  ProcessHandle server() {
    return process()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("payara-micro.jar"))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until it has ended. */
  int exitCode() {
    try {
      if (process().waitFor(2, TimeUnit.MINUTES)) {
        return process().exitValue();
      }
      throw new AssertionError("it goes on: " + printed());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.ifPresent(
        running -> {
          running.destroy();
          int unused = exitCode();
        });
  }

  /** What a command prints, as its user sees it. */
  static String shell(String command) {
    try {
      Process bash = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
      String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      bash.waitFor();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
