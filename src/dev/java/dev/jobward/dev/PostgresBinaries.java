package dev.jobward.dev;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked from the jar that Maven brought. */
final class PostgresBinaries {

  /** The names that the jars use, by those that Java uses. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64", "arm64", "arm_64");

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /** A program of PostgreSQL's: {@code initdb}, {@code pg_ctl}, {@code postgres}. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /**
   * Unpacks the programs below the folder, unless they are there. The folder's name is the
   * archive's digest, and it appears complete or not at all, so that starting twice at once is safe
   * and a new version never mixes with an old one.
   */
  static PostgresBinaries unpackedBelow(Path folder) throws IOException {
    String archive = archive();
    Path home = folder.resolve("postgresql-" + digest(archive).substring(0, 16));
    if (!Files.isDirectory(home)) {
      Files.createDirectories(folder);
      Path draft = Files.createTempDirectory(folder, ".postgresql-");
      try {
        unpack(archive, draft);
        rename(draft, home);
      } finally {
        Folders.delete(draft);
      }
    }
    return new PostgresBinaries(home);
  }

  private static void rename(Path draft, Path home) throws IOException {
    try {
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      // Another process unpacked the same archive meanwhile.
    }
  }

  private static String archive() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : null;
    String machine = ARCHITECTURES.get(System.getProperty("os.arch", ""));
    if (system == null || machine == null || isMusl()) {
      throw unsupported();
    }
    return "/postgres-" + system + "-" + machine + ".txz";
  }

  private static boolean isMusl() {
    return Files.exists(Path.of("/etc/alpine-release"));
  }

  private static StartFailure unsupported() {
    return new StartFailure(
        "There is no embedded PostgreSQL for "
            + System.getProperty("os.name")
            + " on "
            + System.getProperty("os.arch")
            + ": set DB_URL, DB_USER and DB_PASSWORD to a PostgreSQL of your own.");
  }

  private static InputStream open(String archive) {
    @Nullable InputStream resource = PostgresBinaries.class.getResourceAsStream(archive);
    if (resource == null) {
      throw unsupported();
    }
    return resource;
  }

  private static String digest(String archive) throws IOException {
    try (InputStream in = open(archive)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(String archive, Path folder) throws IOException {
    try (InputStream xz = new XZInputStream(new BufferedInputStream(open(archive)));
        var tar = new TarArchiveInputStream(xz)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("the archive leaves its folder: " + entry.getName());
        }
        unpack(tar, entry, target);
      }
    }
    makeReadableByOthers(folder);
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
      if ((entry.getMode() & 0100) != 0) {
        add(target, PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
      }
    }
  }

  /** A temporary directory is its owner's alone; as root, PostgreSQL runs as somebody else. */
  private static void makeReadableByOthers(Path folder) throws IOException {
    add(folder, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
  }

  private static void add(Path path, PosixFilePermission... permissions) throws IOException {
    Set<PosixFilePermission> all = Files.getPosixFilePermissions(path);
    all.addAll(Set.of(permissions));
    Files.setPosixFilePermissions(path, all);
  }
}
