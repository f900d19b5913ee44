package dev.jobward.bench.peers;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A library for Node, which one child process measures, so that it is warm when the figures count:
 * a line in is a command, a line out is what it measured.
 */
final class NodePeer implements Peer {

  private static final long PATIENCE_SECONDS = 5;
  private static final String BEFORE = "{\"figures\":[";
  private static final String AFTER = "]}";

  private final String name;
  private final Path script;
  private final PeerDatabase database;
  private @Nullable Child child;

  /**
   * A child process and both ends of the conversation.
   *
   * @param in what it says
   * @param out what it is told
   */
  private record Child(Process process, BufferedReader in, BufferedWriter out) {}

  /**
   * Describes a peer.
   *
   * @param script in the folder where its packages are installed
   */
  NodePeer(String name, Path script, PeerDatabase database) {
    this.name = name;
    this.script = script;
    this.database = database;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare() throws IOException {
    ask("prepare");
  }

  @Override
  public double enqueue(int jobs, int clients) throws IOException {
    return ask("enqueue " + jobs + " " + clients).get(0);
  }

  @Override
  public double drain(int jobs) throws IOException {
    return ask("drain " + jobs).get(0);
  }

  @Override
  public List<Double> latencies(int jobs) throws IOException {
    return ask("latencies " + jobs);
  }

  private List<Double> ask(String command) throws IOException {
    Child running = child;
    if (running == null) {
      running = start();
      child = running;
    }
    running.out().write(command);
    running.out().newLine();
    running.out().flush();
    String line = running.in().readLine();
    if (line == null || !line.startsWith(BEFORE) || !line.endsWith(AFTER)) {
      throw new IOException(name + " answers \"" + line + "\" to \"" + command + "\"");
    }
    String figures = line.substring(BEFORE.length(), line.length() - AFTER.length());
    return Stream.of(figures.split(",", -1))
        .filter(figure -> !figure.isEmpty())
        .map(Double::valueOf)
        .toList();
  }

  private Child start() throws IOException {
    URI address = database.address();
    ProcessBuilder builder =
        new ProcessBuilder("node", script.toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(
            Map.of(
                "NODE_ENV", "production",
                "PGHOST", requireNonNull(address.getHost()),
                "PGPORT", Integer.toString(address.getPort()),
                "PGDATABASE", requireNonNull(address.getPath()).substring(1),
                "PGUSER", database.user(),
                "PGPASSWORD", database.password()));
    Process process = builder.start();
    return new Child(
        process,
        process.inputReader(StandardCharsets.UTF_8),
        process.outputWriter(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    Child running = child;
    if (running == null) {
      return;
    }
    child = null;
    try {
      running.out().close();
      if (!running.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        running.process().destroyForcibly();
      }
    } catch (IOException e) {
      running.process().destroyForcibly();
    } catch (InterruptedException e) {
      running.process().destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
