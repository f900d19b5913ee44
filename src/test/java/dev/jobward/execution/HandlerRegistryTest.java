package dev.jobward.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobward.job.JobType;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HandlerRegistryTest {

  @Test
  void knowsTheHandlerOfEachType() {
    JobHandler one = new Handler(() -> new JobType("one"));
    JobHandler two = new Handler(() -> new JobType("two"));

    HandlerRegistry registry = new HandlerRegistry(List.of(one, two));

    assertThat(registry.types()).containsExactlyInAnyOrder(new JobType("one"), new JobType("two"));
    assertThat(registry.handler(new JobType("two"))).containsSame(two);
    assertThat(registry.serves(new JobType("three"))).isFalse();
  }

  @Test
  void refusesTwoOfOneType() {
    JobHandler handler = new Handler(() -> new JobType("one"));

    assertThatThrownBy(() -> new HandlerRegistry(List.of(handler, handler)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Two handlers serve the job type one");
  }

  @Test
  void namesTheHandlerThatNamesNoType() {
    JobHandler handler = new Handler(() -> new JobType("no type"));

    assertThatThrownBy(() -> new HandlerRegistry(List.of(handler)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Handler.class.getName());
  }

  private record Handler(Supplier<JobType> type) implements JobHandler {

    @Override
    public JobType jobType() {
      return type.get();
    }

    @Override
    public JobResult run(JobContext job) {
      return JobResult.none();
    }
  }
}
