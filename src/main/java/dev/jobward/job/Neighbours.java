package dev.jobward.job;

import dev.jobward.platform.Broadcast;
import dev.jobward.platform.Heard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Passes on to the other nodes what happens to jobs on this one, and the other way round. */
@ApplicationScoped
class Neighbours {

  private static final String DUE = "due";
  private static final String CHANGED = "changed";

  private Broadcast broadcast;
  private Event<JobsDue> due;
  private Event<JobsChanged> changed;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Neighbours() {}

  @Inject
  Neighbours(Broadcast broadcast, Event<JobsDue> due, Event<JobsChanged> changed) {
    this.broadcast = broadcast;
    this.due = due;
    this.changed = changed;
  }

  void tell(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsDue jobs) {
    if (!jobs.elsewhere()) {
      broadcast.tell(DUE, words(jobs.types(), JobType::name));
    }
  }

  void tell(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsChanged jobs) {
    if (!jobs.elsewhere()) {
      broadcast.tell(CHANGED, words(jobs.ids(), JobId::toString));
    }
  }

  /** Of what it does not understand a node only learns that something has happened. */
  void hear(@Observes Heard heard) {
    boolean anything = !heard.topic().equals(DUE) && !heard.topic().equals(CHANGED);
    if (anything || heard.topic().equals(DUE)) {
      due.fire(new JobsDue(parsed(heard, JobType::parse), true));
    }
    if (anything || heard.topic().equals(CHANGED)) {
      changed.fire(new JobsChanged(parsed(heard, JobId::parse), true));
    }
  }

  private static <T> Set<String> words(Set<T> values, Function<T, String> spelling) {
    return values.stream().map(spelling).collect(Collectors.toSet());
  }

  private static <T> Set<T> parsed(Heard heard, Function<String, Optional<T>> parser) {
    return heard.words().stream()
        .flatMap(word -> parser.apply(word).stream())
        .collect(Collectors.toSet());
  }
}
