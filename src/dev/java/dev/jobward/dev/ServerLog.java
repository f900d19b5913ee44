package dev.jobward.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server wrote, read for the reason why the application is not there. */
final class ServerLog {

  private static final int LAST_LINES = 15;
  private static final Set<String> SEVERE = Set.of("SEVERE", "ERROR", "FATAL");
  private static final Pattern RECORD = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\S+ (\\w+)");

  /** An exception's class, perhaps several of them in a row, before the sentence that matters. */
  private static final Pattern EXCEPTION =
      Pattern.compile("^(?:Caused by: )?(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error)\\b:? ?(.*)$");

  private final Path file;

  /** Payara Micro's, and WildFly's with and without errors; Payara Server has no such line. */
  private static final Pattern READY =
      Pattern.compile("\\[PayaraMicro\\] Payara Micro .* ready in |WFLYSRV002[56]: ");

  /** Payara's, and WildFly's. */
  private static final Pattern FAILED =
      Pattern.compile(
          "Exception while (loading|deploying) the app|Exception during lifecycle processing"
              + "|WFLYSRV0026: |WFLYSRV0056: |WFLYSRV0022: ");

  ServerLog(Path file) {
    this.file = file;
  }

  /**
   * Whether the server is as ready as it will ever be. It says so after a failed deployment too.
   */
  boolean saysReady() throws IOException {
    return says(READY);
  }

  /** Whether the server has given up on the application. */
  boolean saysDeploymentFailed() throws IOException {
    return says(FAILED);
  }

  /** The innermost cause of the first severe record that has one: the deployment's own sentence. */
  Optional<String> failure() throws IOException {
    List<List<String>> severe = severeRecords();
    for (List<String> record : severe) {
      Optional<String> cause = innermostCause(record);
      if (cause.isPresent()) {
        return cause;
      }
    }
    return severe.stream().findFirst().map(record -> afterLogger(record.get(0)));
  }

  /** The last lines that are no stack frames, for the console. */
  String tail() throws IOException {
    List<String> lines =
        lines().stream().filter(line -> !line.isBlank() && !line.startsWith("\tat ")).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  private boolean says(Pattern pattern) throws IOException {
    return lines().stream().anyMatch(line -> pattern.matcher(line).find());
  }

  private List<List<String>> severeRecords() throws IOException {
    List<List<String>> records = new ArrayList<>();
    List<String> current = new ArrayList<>();
    for (String line : lines()) {
      Matcher start = RECORD.matcher(line);
      if (start.find()) {
        current = new ArrayList<>();
        if (SEVERE.contains(start.group(1))) {
          records.add(current);
        }
      }
      current.add(line);
    }
    return records;
  }

  private static Optional<String> innermostCause(List<String> record) {
    Optional<String> cause = Optional.empty();
    for (String line : record.subList(1, record.size())) {
      Matcher exception = EXCEPTION.matcher(line);
      if (exception.matches()) {
        String sentence = exception.group(1);
        cause = Optional.of(sentence.isEmpty() ? line : sentence);
      }
    }
    return cause;
  }

  private static String afterLogger(String line) {
    return line.substring(line.indexOf("] ") + 2);
  }

  /** Bytes that are no UTF-8 must not hide the reason, hence not {@code Files.readAllLines}. */
  private List<String> lines() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }
}
