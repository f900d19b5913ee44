package dev.jobward.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was measured, by section and subject, one figure a round. */
final class Samples {

  private final Map<String, Map<String, List<Double>>> sections = new LinkedHashMap<>();
  private boolean counts;

  /** From now on figures count; before, everything warms up. */
  void begin() {
    counts = true;
  }

  void add(String section, String subject, double figure) {
    System.err.printf(
        Locale.ROOT, "%s%s, %s: %,.2f%n", counts ? "" : "(warming up) ", section, subject, figure);
    if (counts) {
      sections
          .computeIfAbsent(section, first -> new LinkedHashMap<>())
          .computeIfAbsent(subject, first -> new ArrayList<>())
          .add(figure);
    }
  }

  /** Empty if it was not measured. */
  Optional<Double> median(String section, String subject) {
    return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(subject))
        .map(figures -> percentile(figures, 50));
  }

  static double percentile(List<Double> figures, double percent) {
    List<Double> sorted = new ArrayList<>(figures);
    Collections.sort(sorted);
    int index = (int) Math.ceil(percent / 100 * sorted.size()) - 1;
    if (percent == 50 && sorted.size() % 2 == 0) {
      return (sorted.get(index) + sorted.get(index + 1)) / 2;
    }
    return sorted.get(Math.max(0, index));
  }

  /** A table in Markdown for each section. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (section, subjects) -> {
          text.append("### ")
              .append(section)
              .append("\n\n| | median | least | most |\n|---|---|---|---|\n");
          subjects.forEach(
              (subject, figures) ->
                  text.append(
                      "| %s | %s | %s | %s |%n"
                          .formatted(
                              subject,
                              figure(percentile(figures, 50)),
                              figure(Collections.min(figures)),
                              figure(Collections.max(figures)))));
          text.append('\n');
        });
    return text.toString();
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%,.2f", value);
  }
}
