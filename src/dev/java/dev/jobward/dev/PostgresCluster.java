package dev.jobward.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL's data folder, and the server process on it. */
final class PostgresCluster {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PostgresBinaries binaries;
  private final Unprivileged unprivileged;
  private final Path data;
  private final Path log;
  private int port;
  private Optional<ProcessHandle> server = Optional.empty();

  PostgresCluster(PostgresBinaries binaries, Unprivileged unprivileged, Path data, Path log) {
    this.binaries = binaries;
    this.unprivileged = unprivileged;
    this.data = data;
    this.log = log;
  }

  int port() {
    return port;
  }

  boolean isRunning() {
    return server.map(ProcessHandle::isAlive).orElse(false);
  }

  /** Ends the server that a killed process left behind on this data. The lock is ours by now. */
  void stopLeftOver() throws IOException {
    Optional<ProcessHandle> leftOver = recordedServer();
    if (leftOver.isPresent()) {
      stop(leftOver.get());
    }
  }

  /**
   * Makes the data folder, if there is none. It is made under another name first: an {@code initdb}
   * that was killed half-way leaves no folder that looks like a database.
   */
  void initialize(String superuser, String password) throws IOException {
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return;
    }
    Path draft = data.resolveSibling(data.getFileName() + ".new");
    Folders.delete(draft);
    Path passwordFile = data.resolveSibling(data.getFileName() + ".password.tmp");
    Files.deleteIfExists(passwordFile);
    SecretFile.readOrCreate(passwordFile, () -> password);
    try {
      unprivileged.takeOver(Files.createDirectory(draft));
      unprivileged.takeOver(passwordFile);
      // Its own UTF-8 locale: the same order and the same letters on every machine.
      run(
          List.of(
              binaries.program("initdb"),
              "--pgdata=" + draft,
              "--username=" + superuser,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-instructions"));
      Files.writeString(
          draft.resolve("postgresql.conf"),
          Files.readString(draft.resolve("postgresql.conf")) + "\ninclude 'jobward.conf'\n");
      Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  /** Starts the server and returns when it takes connections. */
  void start() throws IOException {
    // A server that is started again is found where it was.
    port = port == 0 ? Ports.free() : port;
    Files.writeString(data.resolve("jobward.conf"), configuration());
    unprivileged.takeOver(data);
    Path logFolder = Files.createDirectories(log.resolveSibling("."));
    if (Files.exists(log)) {
      Files.move(
          log, logFolder.resolve(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
    // pg_ctl gives the server a session of its own, so that a Ctrl-C at the terminal does not
    // reach it: the database is to stop after the server that uses it.
    run(
        List.of(
            binaries.program("pg_ctl"),
            "start",
            "--wait",
            "--silent",
            "--timeout=" + PATIENCE.toSeconds(),
            "--pgdata=" + data,
            "--log=" + log));
    server = recordedServer();
    if (server.isEmpty()) {
      throw new IOException("it ended right after its start; see " + log);
    }
  }

  /** Ends the server as a crash would: it recovers from its log at the next start. */
  void crash() throws IOException {
    ProcessHandle crashing = server.orElseThrow();
    signal("QUIT", crashing);
    awaitEnd(crashing, PATIENCE);
    server = Optional.empty();
  }

  /** Stops all processes of the server where they are, until {@link #thaw}: it hangs. */
  void freeze() throws IOException {
    signalAll("STOP");
  }

  void thaw() throws IOException {
    signalAll("CONT");
  }

  private void signalAll(String signal) throws IOException {
    ProcessHandle postmaster = server.orElseThrow();
    // The one that starts others first, so that none is missed.
    signal(signal, postmaster);
    for (ProcessHandle child : postmaster.children().toList()) {
      try {
        signal(signal, child);
      } catch (IOException e) {
        // It may have ended meanwhile, as those do whose clients are gone.
        if (child.isAlive()) {
          throw e;
        }
      }
    }
  }

  private void signal(String signal, ProcessHandle process) throws IOException {
    command(List.of("/bin/sh", "-c", "kill -" + signal + " " + process.pid()));
  }

  private void awaitEnd(ProcessHandle process, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!hasEnded(process) && System.nanoTime() < deadline) {
      Waiting.briefly();
    }
  }

  void stop() throws IOException {
    if (server.isPresent()) {
      stop(server.get());
      server = Optional.empty();
    }
  }

  private String configuration() {
    return """
    # Written at each start; a change here is lost.
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    # An accepted job is on the disk.
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    max_connections = 500
    password_encryption = 'scram-sha-256'
    timezone = 'UTC'
    log_timezone = 'UTC'
    """
        .formatted(port);
  }

  /**
   * Fast shutdown, by a signal: {@code pg_ctl stop} would not do for a server that ran as another
   * user, and Java can send nothing but SIGTERM, upon which PostgreSQL waits for its clients.
   */
  private void stop(ProcessHandle process) throws IOException {
    for (String signal : List.of("INT", "QUIT", "KILL")) {
      if (hasEnded(process)) {
        break;
      }
      signal(signal, process);
      awaitEnd(process, PATIENCE.dividedBy(2));
    }
    // It removes its file a moment before it is gone.
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      Waiting.briefly();
    }
  }

  /** In a container whose first process adopts and never waits, an ended process is a zombie. */
  private boolean hasEnded(ProcessHandle process) {
    return !process.isAlive() || !Files.exists(pidFile());
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  /**
   * The process that {@code postmaster.pid} names, if it is that PostgreSQL still: after a crash or
   * a reboot the number may be anybody's, so the start time and the program have to fit.
   */
  private Optional<ProcessHandle> recordedServer() throws IOException {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile());
    if (lines.size() < 3) {
      return Optional.empty();
    }
    Instant startedAt = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> isPostgres(process) && startedNear(process, startedAt));
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(program -> program.contains("postgres")).orElse(false);
  }

  private static boolean startedNear(ProcessHandle process, Instant recorded) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, recorded).abs().toSeconds() <= 10)
        .orElse(false);
  }

  private void run(List<String> command) throws IOException {
    List<String> all = new ArrayList<>(unprivileged.prefix());
    all.addAll(command);
    command(all);
  }

  private void command(List<String> command) throws IOException {
    Path output = Files.createTempFile("jobward-postgres-", ".out");
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      keepOnly(builder.environment());
      Process process = builder.start();
      process.getOutputStream().close();
      if (process.waitFor() != 0) {
        throw new IOException(
            Path.of(command.get(0)).getFileName() + " said: " + Files.readString(output).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** No {@code PGDATA} or {@code PGOPTIONS} of the user's, and none of the server's secrets. */
  private static void keepOnly(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(
            name -> !List.of("PATH", "HOME", "TMPDIR").contains(name.toUpperCase(Locale.ROOT)));
    environment.put("LC_ALL", "C");
  }
}
