package dev.jobward.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The commands of several files of {@code server-config}, as one file for a server's own tool. */
final class Commands {

  private final Path folder;
  private final StringBuilder text = new StringBuilder();

  private Commands(Path folder) {
    this.folder = folder;
  }

  static Commands of(Path folder) {
    return new Commands(folder);
  }

  Commands file(String name) throws IOException {
    return line(Files.readString(folder.resolve(name)));
  }

  Commands line(String command) {
    text.append(command).append('\n');
    return this;
  }

  void writeTo(Path file) throws IOException {
    Files.writeString(file, text);
  }
}
