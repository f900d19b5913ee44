package dev.jobward.dev.crash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a crash test, and what was found that must not be. */
public final class CrashReport {

  private final Map<String, Long> figures = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  void figure(String name, long value) {
    figures.put(name, value);
  }

  /** Nothing if there are none. */
  void violations(String what, long count) {
    if (count != 0) {
      violations.add(count + " x " + what);
    }
  }

  /** Each in a sentence. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("\n");
    figures.forEach((name, value) -> text.append("%10d  %s%n".formatted(value, name)));
    text.append(violations.isEmpty() ? "\nAll that must hold held." : "\nBROKEN:");
    violations.forEach(violation -> text.append("\n  ").append(violation));
    return text.toString();
  }
}
