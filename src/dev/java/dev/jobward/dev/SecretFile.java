package dev.jobward.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** A small text that only its owner may read (mode 0600), made once and then kept. */
final class SecretFile {

  private SecretFile() {}

  /**
   * Reads the file, or makes it. Two processes that do so at once end with the same content: the
   * text is complete before it gets its name, and the name is given to the first only.
   */
  static String readOrCreate(Path file, Supplier<String> content) {
    try {
      if (!Files.exists(file)) {
        create(file, content.get());
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or create " + file, e);
    }
  }

  private static void create(Path file, String content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is not a file in a folder");
    }
    Files.createDirectories(folder);
    var ownerOnly = PosixFilePermissions.fromString("rw-------");
    Path draft =
        Files.createTempFile(
            folder, ".secret-", ".tmp", PosixFilePermissions.asFileAttribute(ownerOnly));
    try {
      Files.writeString(draft, content);
      link(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Unlike a rename, a hard link never replaces what another process has just put there. */
  private static void link(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Another process was first; its content is the one that counts.
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without hard links. The race is then as small as two calls, not gone.
      if (!Files.exists(file)) {
        Files.move(draft, file);
      }
    }
  }
}
