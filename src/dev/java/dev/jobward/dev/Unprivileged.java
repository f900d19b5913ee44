package dev.jobward.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How to start PostgreSQL, which refuses to run as root: with these words before the command, and
 * with its data owned by this user.
 */
record Unprivileged(List<String> prefix, int uid, int gid) {

  private static final int NOBODY = 65534;

  /**
   * A user namespace without a mapping: still root's files, yet no privilege and no uid 0. It is
   * the better way, as nothing changes its owner; many containers forbid it.
   */
  private static final Unprivileged NAMESPACE = new Unprivileged(List.of("unshare", "-U"), 0, 0);

  /**
   * The user nobody, who may still enter folders that are root's own, such as a clone below {@code
   * /root}; nothing else of root's power stays.
   */
  private static final Unprivileged NOBODY_USER =
      new Unprivileged(
          List.of(
              "setpriv",
              "--reuid=" + NOBODY,
              "--regid=" + NOBODY,
              "--clear-groups",
              "--inh-caps=+dac_override",
              "--ambient-caps=+dac_override"),
          NOBODY,
          NOBODY);

  /** The first way that works here; for a user who is not root the command as it is. */
  static Unprivileged forThisMachine() throws IOException {
    int uid = currentUid();
    if (uid != 0) {
      return new Unprivileged(List.of(), uid, -1);
    }
    for (Unprivileged way : List.of(NAMESPACE, NOBODY_USER)) {
      if (way.works()) {
        return way;
      }
    }
    throw new StartFailure(
        "PostgreSQL does not run as root, and neither unshare nor setpriv can change that here:"
            + " start as another user, or set DB_URL.");
  }

  /** Gives the folder to the user that PostgreSQL will run as; only root needs to. */
  void takeOver(Path folder) throws IOException {
    if (gid >= 0 && !Integer.valueOf(uid).equals(Files.getAttribute(folder, "unix:uid"))) {
      Folders.changeOwner(folder, uid, gid);
    }
  }

  private boolean works() throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  Stream.concat(
                          prefix.stream(), List.of("sh", "-c", "test \"$(id -u)\" != 0").stream())
                      .toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return false; // There is no such program.
    }
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static int currentUid() throws IOException {
    Path mine = Files.createTempFile("jobward-", ".uid");
    try {
      return (Integer) Files.getAttribute(mine, "unix:uid");
    } finally {
      Files.delete(mine);
    }
  }
}
