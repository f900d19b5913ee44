package dev.jobward.blackbox.server;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What Linux tells of the server's process. */
public final class ServerProcess {

  private final Process process;
  private final Path folder;

  private ServerProcess(Process process) {
    this.process = process;
    this.folder = Path.of("/proc", Long.toString(process.pid()));
  }

  /** Of a server that this run has started. */
  public static ServerProcess of(TestServer server) {
    return new ServerProcess(server.process().orElseThrow());
  }

  public int threads() {
    return count("task");
  }

  /** Files and connections. */
  public int openFiles() {
    return count("fd");
  }

  /** The time that it has spent on the processor so far. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  private int count(String entries) {
    String[] names = new File(folder.toFile(), entries).list();
    return Optional.ofNullable(names).orElseThrow().length;
  }
}
