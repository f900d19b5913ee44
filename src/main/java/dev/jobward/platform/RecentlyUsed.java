package dev.jobward.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A map that keeps what was used last and forgets the rest, for what a node remembers of owners and
 * workers of any number. Safe for many threads.
 */
public final class RecentlyUsed<K, V> {

  private final Map<K, V> entries;

  /** {@code size} is how many entries are kept, 1 or more. */
  public RecentlyUsed(int size) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > size;
          }
        };
  }

  public synchronized V getOrDefault(K key, V value) {
    return entries.getOrDefault(key, value);
  }

  public synchronized V computeIfAbsent(K key, Function<K, V> value) {
    return entries.computeIfAbsent(key, value);
  }

  public synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  /** What is kept now. */
  public synchronized Map<K, V> entries() {
    return Map.copyOf(entries);
  }
}
