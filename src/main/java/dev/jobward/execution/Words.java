package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.platform.DatabaseFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What holders say of their attempts. A statement that waits for a row which the reaper has, takes
 * the row as the reaper has left it, and everything else as it was before: it would write a history
 * that never was. So such a word is not taken; said again, it goes by what there is now.
 */
final class Words {

  private Words() {}

  /** Two who speak of the same jobs meet in this order, and not in a deadlock. */
  static <W> List<W> inOrder(List<W> words, Function<W, JobId> job) {
    return words.stream().sorted(Comparator.comparing(word -> job.apply(word).toString())).toList();
  }

  /**
   * Says them, and those again that were not taken; all of them again if others who spoke of the
   * same jobs at once stood in the way.
   *
   * @param statement takes words, and answers those that count
   */
  static <W, A> List<A> say(
      List<W> words,
      Function<W, JobId> job,
      Function<List<W>, ? extends Collection<A>> statement,
      Function<A, JobId> answered) {
    List<A> answers = new ArrayList<>(despiteOthers(words, statement));
    if (answers.size() < words.size()) {
      Set<JobId> taken = answers.stream().map(answered).collect(Collectors.toSet());
      answers.addAll(
          statement.apply(
              words.stream().filter(word -> !taken.contains(job.apply(word))).toList()));
    }
    return answers;
  }

  private static <W, A> Collection<A> despiteOthers(
      List<W> words, Function<List<W>, ? extends Collection<A>> statement) {
    try {
      return statement.apply(words);
    } catch (DatabaseFailure e) {
      if (!e.isDeadlock()) {
        throw e;
      }
      return statement.apply(words);
    }
  }
}
