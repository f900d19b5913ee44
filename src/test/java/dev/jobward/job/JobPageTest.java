package dev.jobward.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobPageTest {

  private static final int LIMIT = 3;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, LIMIT})
  void isTheLastOneIfNoMoreWereFoundThanAskedFor(int found) {
    JobPage page = JobPage.of(jobs(found), by(SortField.CREATED_AT));

    assertThat(page.jobs()).hasSize(found);
    assertThat(page.next()).isEmpty();
  }

  @Test
  void goesOnBehindItsLastJobIfMoreWereFound() {
    List<Job> found = jobs(LIMIT + 1);

    JobPage page = JobPage.of(found, by(SortField.CREATED_AT));

    assertThat(page.jobs()).isEqualTo(found.subList(0, LIMIT));
    assertThat(page.next()).contains(new Position("", found.get(LIMIT - 1).id().value()));
  }

  @ParameterizedTest
  @CsvSource({"CREATED_AT, ''", "UPDATED_AT, 2", "JOB_TYPE, type2", "STATUS, PENDING"})
  void goesOnBehindTheValueOfItsSort(SortField sort, String value) {
    Position next = JobPage.of(jobs(LIMIT + 1), by(sort)).next().orElseThrow();

    assertThat(next.value()).isEqualTo(value);
    assertThat(next.fits(sort)).isTrue();
  }

  private static JobQuery by(SortField sort) {
    return JobQuery.first(new JobFilter(), sort, SortOrder.ASC, LIMIT);
  }

  private static List<Job> jobs(int count) {
    return IntStream.range(0, count).mapToObj(JobPageTest::job).toList();
  }

  private static Job job(int number) {
    Instant created = Instant.ofEpochMilli(number);
    NewJob asked = NewJob.of(new JobType("type" + number), "{}");
    return new Job(new UUID(0x7000, number), new Owner("ann"), asked, created, created);
  }
}
