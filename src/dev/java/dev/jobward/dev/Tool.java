package dev.jobward.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server's own command-line tool, which is run to its end. */
final class Tool {

  private Tool() {}

  /**
   * The lines that it has printed.
   *
   * @throws StartFailure if it ended with another exit code than 0
   */
  static List<String> run(List<String> command, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new StartFailure(command.get(0) + " failed: " + output.strip());
    }
    return output.lines().toList();
  }
}
