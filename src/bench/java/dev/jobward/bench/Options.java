package dev.jobward.bench;

import dev.jobward.dev.ServerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the command line asks for.
 *
 * @param rounds that count, after one to warm up
 * @param rows how many jobs the lists are measured with at the most
 * @param parts those that are measured
 */
record Options(
    boolean quick,
    List<ServerKind> servers,
    int rounds,
    int rows,
    Set<String> parts,
    Optional<Path> out) {

  private static final Set<String> IN_ROUNDS =
      Set.of("enqueue", "drain", "latency", "http", "workers");
  private static final Set<String> ALL =
      Set.of("enqueue", "drain", "latency", "http", "workers", "beside", "nodes", "lists", "start");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Options parse(String... args) {
    boolean quick = List.of(args).contains("--quick");
    List<ServerKind> servers = new ArrayList<>();
    Set<String> parts = new TreeSet<>();
    int rounds = quick ? 1 : 3;
    int rows = 10_000_000;
    Optional<Path> out = Optional.empty();
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (option.equals("--quick")) {
        continue;
      }
      String value = words.hasNext() ? words.next() : "";
      switch (option) {
        case "--server" -> servers.add(server(value));
        case "--rounds" -> rounds = number(value);
        case "--rows" -> rows = number(value);
        case "--only" -> parts.add(part(value));
        case "--out" -> out = Optional.of(Path.of(value).toAbsolutePath());
        default -> throw new IllegalArgumentException("does not know " + option + "; see --help.");
      }
    }
    if (servers.isEmpty()) {
      servers.add(ServerKind.PAYARA_MICRO);
      if (!quick) {
        servers.add(ServerKind.WILDFLY);
      }
    }
    if (parts.isEmpty()) {
      parts.addAll(quick ? IN_ROUNDS : ALL);
    }
    return new Options(quick, List.copyOf(servers), rounds, rows, Set.copyOf(parts), out);
  }

  /** Whether there is anything to measure in rounds, with servers that are warm. */
  boolean measuresInRounds() {
    return IN_ROUNDS.stream().anyMatch(parts::contains);
  }

  /** A number of jobs: so many, or a part of them where it has to be quick. */
  int jobs(int many) {
    return quick ? many / 4 : many;
  }

  private static ServerKind server(String value) {
    return ServerKind.of(value)
        .filter(kind -> kind != ServerKind.PAYARA_SERVER)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "measures payara-micro and wildfly, not '" + value + "'."));
  }

  private static String part(String value) {
    if (!ALL.contains(value)) {
      throw new IllegalArgumentException(
          "measures " + String.join(", ", ALL) + ", not '" + value + "'.");
    }
    return value;
  }

  private static int number(String value) {
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("takes a whole number of 1 or more, not '" + value + "'.");
    }
    return Integer.parseInt(value);
  }
}
