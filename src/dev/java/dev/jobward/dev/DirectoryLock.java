package dev.jobward.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to use a folder, held by one process at a time. The operating system takes it back when
 * the process ends, also by {@code kill -9}, so a lock file that is merely there means nothing.
 */
final class DirectoryLock implements AutoCloseable {

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Empty when another process, or another part of this one, holds the lock of that name. */
  static Optional<DirectoryLock> tryAcquire(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new DirectoryLock(channel));
      }
    } catch (OverlappingFileLockException e) {
      // This JVM holds it already: the same answer as when another process does.
    }
    channel.close();
    return Optional.empty();
  }

  /** The file stays: deleting it would let two processes lock two files of the same name. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
