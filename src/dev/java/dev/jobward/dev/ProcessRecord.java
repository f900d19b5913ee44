package dev.jobward.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that says which process was started here, for whoever comes after a {@code kill -9}. A
 * process number alone may be anybody's by then, so the start time is in the file as well.
 */
final class ProcessRecord {

  /** Linux gives the start in hundredths of a second since boot; a clock may be set meanwhile. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Path file;

  ProcessRecord(Path file) {
    this.file = file;
  }

  void write(ProcessHandle process) throws IOException {
    long start = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(draft, process.pid() + " " + start + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
  }

  /** The recorded process, if it runs still and is the same one. */
  Optional<ProcessHandle> find() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] fields = Files.readString(file).strip().split(" ", 2);
    if (fields.length != 2) {
      return Optional.empty();
    }
    Instant recorded = Instant.ofEpochMilli(Long.parseLong(fields[1]));
    return ProcessHandle.of(Long.parseLong(fields[0]))
        .filter(ProcessHandle::isAlive)
        .filter(process -> isSame(process.info().startInstant(), recorded));
  }

  private static boolean isSame(Optional<Instant> start, Instant recorded) {
    return start
        .map(instant -> Duration.between(instant, recorded).abs().compareTo(TOLERANCE) <= 0)
        .orElse(false);
  }
}
