package dev.jobward.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the libraries for Node are installed. The scripts are copied there, since Node looks for
 * packages beside the script and not in the working directory.
 */
final class NodePackages {

  private NodePackages() {}

  /** Whether there are {@code node} and {@code npm}. */
  static boolean arePossible() throws InterruptedException {
    return succeeds(Path.of(""), "node", "--version") && succeeds(Path.of(""), "npm", "--version");
  }

  /** Does nothing that has been done before, as long as the sources are the same. */
  static void install(Path sources, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<Path> files;
    try (Stream<Path> list = Files.list(sources)) {
      files = list.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.copy(
          file, folder.resolve(sources.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!succeeds(
        folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")) {
      throw new IOException("npm install has failed in " + folder);
    }
  }

  private static boolean succeeds(Path folder, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
