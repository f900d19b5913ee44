package dev.jobward.blackbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The programs that {@code src/docs/workers.md} offers for copying. */
enum WorkerProgram {
  JAVA("Worker.java", Path.of(System.getProperty("java.home"), "bin", "java").toString()),
  PYTHON("worker.py", "python3"),
  NODE("worker.mjs", "node");

  private static final Path FOLDER = Path.of("src", "docs", "workers");

  private final String file;
  private final String interpreter;

  WorkerProgram(String file, String interpreter) {
    this.file = file;
    this.interpreter = interpreter;
  }

  Path file() {
    return FOLDER.resolve(file);
  }

  List<String> command() {
    return List.of(interpreter, file().toString());
  }

  /** Whether what runs it is on this machine, and new enough. */
  boolean isRunnable() {
    return switch (this) {
      case JAVA -> true;
      case PYTHON -> succeeds("-c", "import sys; sys.exit(sys.version_info < (3, 9))");
      case NODE -> succeeds("-e", "process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)");
    };
  }

  private boolean succeeds(String... arguments) {
    List<String> command = new ArrayList<>(List.of(interpreter));
    command.addAll(Arrays.asList(arguments));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"))
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
