package dev.jobward.platform.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The first names that this node has met, as labels: those that come later are all one. For names
 * that users choose, of which there could be any number.
 */
public final class FirstNames {

  /** In brackets, which no name of a job type has. */
  public static final String OTHER = "(other)";

  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final int most;

  /** {@code most} is how many names are told apart. */
  public FirstNames(int most) {
    this.most = most;
  }

  /** The name itself, or {@value #OTHER}. */
  public String label(String name) {
    if (names.contains(name)) {
      return name;
    }
    synchronized (names) {
      return (names.size() < most && names.add(name)) || names.contains(name) ? name : OTHER;
    }
  }
}
