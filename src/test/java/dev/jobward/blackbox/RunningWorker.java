package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the {@link WorkerProgram}s as a process. */
final class RunningWorker implements AutoCloseable {

  private final Process process;
  private final Path output;

  private RunningWorker(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param server without {@code /v1}
   * @param tokenCommand what it is to get its tokens from
   * @param more of its settings
   */
  static RunningWorker start(
      WorkerProgram program, URI server, String tokenCommand, Map<String, String> more) {
    try {
      Path output = Files.createTempFile(folder(), program + "-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(program.command())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(output.toFile());
      builder.environment().put("API_URL", server + "/v1");
      builder.environment().put("TOKEN_COMMAND", tokenCommand);
      builder.environment().put("LEASE_SECONDS", "5");
      builder.environment().putAll(more);
      return new RunningWorker(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For what they print and read; it stays for whoever looks for the reason of a failure. */
  static Path folder() throws IOException {
    return Files.createDirectories(Path.of("target", "blackbox", "workers"));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code TERM}, {@code STOP} or {@code CONT}. */
  void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until it has ended. */
  int exitCode() {
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it goes on: %s", printed()).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
