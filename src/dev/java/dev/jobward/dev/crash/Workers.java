package dev.jobward.dev.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The workers' processes, and what they have written down. */
final class Workers implements AutoCloseable {

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  Workers(Path folder) {
    this.folder = folder;
  }

  void start(int count, List<String> urls, String token) {
    for (int i = 1; i <= count; i++) {
      try {
        Files.deleteIfExists(record(i));
        processes.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CrashWorker.class.getName(),
                    String.join(",", urls),
                    token,
                    "worker-" + i,
                    record(i).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker-" + i + ".log").toFile())
                .redirectInput(new File("/dev/null"))
                .start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  int count() {
    return processes.size();
  }

  void freeze(int index) {
    signal("STOP", index);
  }

  void thaw(int index) {
    signal("CONT", index);
  }

  /** A worker that ended by itself would make every check easier to pass. */
  boolean areAlive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  private void signal(String name, int index) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(processes.get(index).pid()))
              .inheritIO()
              .start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("cannot send SIG" + name + " to a worker");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** By job, the tokens of the completions that were accepted from any worker. */
  Map<String, Set<String>> acceptedCompletions() {
    Map<String, Set<String>> tokens = new HashMap<>();
    for (int i = 1; i <= processes.size(); i++) {
      try {
        for (String line : Files.readAllLines(record(i))) {
          String[] fields = line.split(" ", 2);
          tokens.computeIfAbsent(fields[0], job -> new HashSet<>()).add(fields[1]);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return tokens;
  }

  private Path record(int number) {
    return folder.resolve("worker-" + number + ".completions");
  }

  @Override
  public void close() {
    for (int i = 0; i < processes.size(); i++) {
      if (processes.get(i).isAlive()) {
        thaw(i);
        processes.get(i).destroy();
      }
    }
    for (Process process : processes) {
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
