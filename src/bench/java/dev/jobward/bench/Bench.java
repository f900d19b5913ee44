package dev.jobward.bench;

import dev.jobward.dev.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code scripts/bench}: measures, and prints tables in Markdown. */
public final class Bench {

  private Bench() {}

  /** As {@code scripts/bench --help} says. */
  public static void main(String[] args) throws Exception {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("scripts/bench " + e.getMessage());
      System.exit(2);
      return;
    }
    String text = run(options, String.join(" ", args));
    System.out.println(text);
    if (options.out().isPresent()) {
      Files.writeString(options.out().get(), text);
    }
    // The peers leave threads behind.
    System.exit(0);
  }

  private static String run(Options options, String arguments) throws Exception {
    Samples samples = new Samples();
    String head;
    try (Subjects subjects = Subjects.start(options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(subjects::close));
      Parts parts = new Parts(options, subjects, samples);
      boolean inRounds = options.measuresInRounds();
      if (inRounds) {
        parts.warmUp();
        parts.round(false);
      }
      samples.begin();
      for (int i = 1; inRounds && i <= options.rounds(); i++) {
        System.err.printf("Round %d of %d%n", i, options.rounds());
        parts.round(true);
      }
      large(options, subjects, samples);
      if (options.parts().contains("nodes")) {
        nodes(options, subjects, parts, samples);
      }
      head = head(subjects, options, arguments);
    }
    if (options.parts().contains("start")) {
      StartUp.measure(samples, options.rounds());
    }
    return head + Goal.markdown(Goals.of(samples, options)) + "\n" + samples.markdown();
  }

  /** With many rows, on the first of the servers: how it lists and drains beside them. */
  private static void large(Options options, Subjects subjects, Samples samples) throws Exception {
    boolean lists = options.parts().contains("lists");
    if (!lists && !options.parts().contains("beside")) {
      return;
    }
    ServerKind kind = options.servers().get(0);
    try (Cluster cluster = subjects.cluster(kind)) {
      cluster.empty();
      Lists rows = new Lists(cluster);
      if (lists) {
        rows.growTo(100_000);
        LargeTables.lists(rows, "100,000 rows", samples, 60);
      }
      rows.growTo(2_000_000);
      if (options.parts().contains("beside")) {
        LargeTables.drain(cluster, Parts.jobward(kind), samples, options.rounds());
      }
      if (lists) {
        LargeTables.lists(rows, "2,000,000 rows", samples, 60);
        if (options.rows() > 2_000_000) {
          rows.growTo(options.rows());
          LargeTables.lists(
              rows, String.format(Locale.ROOT, "%,d rows", options.rows()), samples, 60);
        }
      }
    }
  }

  /** The same with three servers on one database. */
  private static void nodes(Options options, Subjects subjects, Parts parts, Samples samples)
      throws Exception {
    ServerKind kind = ServerKind.PAYARA_MICRO;
    String name = Parts.jobward(kind) + ", 3 nodes";
    try (Cluster cluster = subjects.cluster(kind, 3)) {
      for (int i = 0; i < options.rounds(); i++) {
        cluster.empty();
        samples.add(
            Parts.ENQUEUE, name + ", POST, 32 connections", cluster.post(options.jobs(20_000), 32));
        cluster.empty();
        parts.drain(cluster, name);
        parts.latency(cluster, name, options.jobs(400));
      }
    }
  }

  private static String head(Subjects subjects, Options options, String arguments)
      throws IOException {
    return """
    Measured on %s by `scripts/bench%s`: %d processors (%s), %d GB of memory, JDK %s, %s, fsync and synchronous_commit on.
    Medians of %d rounds after one to warm up; of lists, of 60 passes.

    """
        .formatted(
            LocalDate.now(Clock.system(ZoneId.systemDefault())),
            arguments.isEmpty() ? "" : " " + arguments,
            Runtime.getRuntime().availableProcessors(),
            processor(),
            memoryBytes() >> 30,
            System.getProperty("java.version"),
            String.join(", ", subjects.settings()),
            options.rounds());
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    return Files.exists(info)
        ? lines(info)
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown")
        : System.getProperty("os.arch");
  }

  private static long memoryBytes() throws IOException {
    Path info = Path.of("/proc/meminfo");
    return Files.exists(info)
        ? lines(info)
            .filter(line -> line.startsWith("MemTotal"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
            .findFirst()
            .orElse(0)
        : 0;
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
