package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobward.job.JobId;
import dev.jobward.platform.DatabaseFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {

  private static final List<JobId> IDS =
      IntStream.range(0, 3).mapToObj(i -> new JobId(new UUID(i, 0))).toList();

  private final List<List<JobId>> said = new ArrayList<>();

  @Test
  void saysThemOnceIfAllAreTaken() {
    List<JobId> answers = Words.say(IDS, id -> id, this::takeAll, id -> id);

    assertThat(answers).containsExactlyElementsOf(IDS);
    assertThat(said).hasSize(1);
  }

  @Test
  void saysThoseAgainThatWereNotTaken() {
    List<JobId> answers =
        Words.say(
            IDS, id -> id, words -> said.isEmpty() ? takeFirst(words) : takeAll(words), id -> id);

    assertThat(answers).containsExactlyElementsOf(IDS);
    assertThat(said).containsExactly(IDS, IDS.subList(1, 3));
  }

  @Test
  void doesNotInsist() {
    List<JobId> answers = Words.say(IDS, id -> id, this::takeNone, id -> id);

    assertThat(answers).isEmpty();
    assertThat(said).hasSize(2);
  }

  @Test
  void saysThemAllAgainIfOthersStoodInTheWay() {
    List<JobId> answers =
        Words.say(
            IDS,
            id -> id,
            words -> {
              List<JobId> taken = takeAll(words);
              if (said.size() == 1) {
                throw new DatabaseFailure(new SQLException("deadlock detected", "40P01"));
              }
              return taken;
            },
            id -> id);

    assertThat(answers).containsExactlyElementsOf(IDS);
    assertThat(said).containsExactly(IDS, IDS);
  }

  @Test
  void ordersThemByTheirJobs() {
    assertThat(Words.inOrder(List.of(IDS.get(2), IDS.get(0), IDS.get(1)), id -> id))
        .containsExactlyElementsOf(IDS);
  }

  private List<JobId> takeAll(List<JobId> words) {
    said.add(words);
    return words;
  }

  private List<JobId> takeFirst(List<JobId> words) {
    said.add(words);
    return words.subList(0, 1);
  }

  private List<JobId> takeNone(List<JobId> words) {
    said.add(words);
    return List.of();
  }
}
