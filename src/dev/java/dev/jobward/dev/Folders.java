package dev.jobward.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** What the JDK does to a file, for a folder and all that is in it. */
public final class Folders {

  private Folders() {}

  /** Does nothing when the folder is not there, or when somebody else is deleting it as well. */
  public static void delete(Path folder) throws IOException {
    for (Path path : contents(folder).sorted(Comparator.reverseOrder()).toList()) {
      Files.deleteIfExists(path);
    }
  }

  /** A folder with all that is in it, to a place where nothing is yet. */
  static void copy(Path folder, Path target) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    for (Path path : contents(folder).toList()) {
      Files.copy(path, target.resolve(folder.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  static void changeOwner(Path folder, int uid, int gid) throws IOException {
    for (Path path : contents(folder).toList()) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static Stream<Path> contents(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.toList().stream();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
