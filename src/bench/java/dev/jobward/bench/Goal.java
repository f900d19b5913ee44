package dev.jobward.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be reached, as a ratio of two medians of one run.
 *
 * @param isLeast whether the ratio is to be at least the bound, and not at most
 */
record Goal(
    String what, Optional<Double> figure, Optional<Double> beside, boolean isLeast, double bound) {

  /** At least so many times as much. */
  static Goal atLeast(String what, Optional<Double> figure, Optional<Double> beside, double bound) {
    return new Goal(what, figure, beside, true, bound);
  }

  /** At most so many times as much. */
  static Goal atMost(String what, Optional<Double> figure, Optional<Double> beside, double bound) {
    return new Goal(what, figure, beside, false, bound);
  }

  /** All of them as a table in Markdown; what was not measured is left out. */
  static String markdown(List<Goal> goals) {
    StringBuilder text = new StringBuilder("| measure | ratio | goal | |\n|---|---|---|---|\n");
    for (Goal goal : goals) {
      if (goal.figure().isPresent() && goal.beside().isPresent()) {
        double ratio = goal.figure().get() / goal.beside().get();
        boolean isReached = goal.isLeast() ? ratio >= goal.bound() : ratio <= goal.bound();
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %.2f | %s %s | %s |%n",
                goal.what(),
                ratio,
                goal.isLeast() ? "≥" : "≤",
                bound(goal.bound()),
                isReached ? "reached" : "**not reached**"));
      }
    }
    return text.toString();
  }

  private static String bound(double value) {
    return value == Math.rint(value)
        ? Integer.toString((int) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
