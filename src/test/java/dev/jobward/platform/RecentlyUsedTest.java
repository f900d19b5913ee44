package dev.jobward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RecentlyUsedTest {

  private static final String NONE = "none";

  @Test
  void keepsWhatItWasGiven() {
    RecentlyUsed<String, String> entries = new RecentlyUsed<>(2);

    entries.put("a", "1");
    entries.put("a", "2");

    assertThat(entries.getOrDefault("a", NONE)).isEqualTo("2");
    assertThat(entries.getOrDefault("b", NONE)).isEqualTo(NONE);
  }

  @Test
  void forgetsWhatWasUsedLongestAgo() {
    RecentlyUsed<String, String> entries = new RecentlyUsed<>(2);
    entries.put("a", "1");
    entries.put("b", "2");

    assertThat(entries.getOrDefault("a", NONE)).isEqualTo("1");
    entries.put("c", "3");

    assertThat(entries.getOrDefault("a", NONE)).isEqualTo("1");
    assertThat(entries.getOrDefault("b", NONE)).isEqualTo(NONE);
    assertThat(entries.getOrDefault("c", NONE)).isEqualTo("3");
  }

  @Test
  void computesWhatItDoesNotHaveAndTakesThatForAUse() {
    RecentlyUsed<String, String> entries = new RecentlyUsed<>(2);

    assertThat(entries.computeIfAbsent("a", key -> key + "1")).isEqualTo("a1");
    entries.put("b", "2");
    assertThat(entries.computeIfAbsent("a", key -> "another")).isEqualTo("a1");
    entries.put("c", "3");

    assertThat(entries.getOrDefault("a", NONE)).isEqualTo("a1");
    assertThat(entries.getOrDefault("b", NONE)).isEqualTo(NONE);
  }

  @Test
  void neverKeepsMoreThanItMay() {
    RecentlyUsed<Integer, Integer> entries = new RecentlyUsed<>(100);

    for (int i = 0; i < 10_000; i++) {
      int value = i;
      int computed = entries.computeIfAbsent(i, key -> value);
      assertThat(computed).isEqualTo(i);
    }

    int kept = 0;
    for (int i = 0; i < 10_000; i++) {
      kept += entries.getOrDefault(i, -1) == i ? 1 : 0;
    }
    assertThat(kept).isEqualTo(100);
  }

  @Test
  void isOneForAllThreads() throws Exception {
    RecentlyUsed<Integer, Object> entries = new RecentlyUsed<>(8);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Object>> found = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        found.add(
            threads.submit(
                () -> {
                  Object last = new Object();
                  for (int n = 0; n < 10_000; n++) {
                    last = entries.computeIfAbsent(n % 8, key -> new Object());
                  }
                  return last;
                }));
      }
      for (Future<Object> one : found) {
        assertThat(one.get()).isSameAs(found.get(0).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
