package dev.jobward.execution;

import dev.jobward.job.JobId;
import dev.jobward.job.JobStatus;
import dev.jobward.job.JobType;
import dev.jobward.job.JobsChanged;
import dev.jobward.job.JobsDue;
import dev.jobward.job.JobsLater;
import dev.jobward.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lease protocol, for handlers in this server and for workers over HTTP alike: claim, renew,
 * and one of the ends. Who waits for a change hears of it.
 */
@ApplicationScoped
class Leases {

  /** A claim that meets only expired jobs is made again, but not for ever. */
  private static final int CLAIMS_AT_ONCE = 10;

  private final Turns turns = new Turns();
  private LeaseRepository leases;
  private Completions completions;
  private AttemptEndings endings;
  private EndedAttempts attempts;
  private BackOff backOff;
  private Event<JobsDue> due;
  private Event<JobsLater> later;
  private Event<JobsChanged> changed;

  @SuppressWarnings("NullAway.Init") // for the container's proxy
  protected Leases() {}

  @Inject
  Leases(
      LeaseRepository leases,
      Completions completions,
      AttemptEndings endings,
      EndedAttempts attempts,
      Settings settings,
      Event<JobsDue> due,
      Event<JobsLater> later,
      Event<JobsChanged> changed) {
    this.leases = leases;
    this.completions = completions;
    this.endings = endings;
    this.attempts = attempts;
    this.backOff = BackOff.of(settings);
    this.due = due;
    this.later = later;
    this.changed = changed;
  }

  /** Due jobs in the order in which they are to run, owners in turns; none if there are none. */
  List<Lease> claim(Claim claim) {
    for (int i = 0; i < CLAIMS_AT_ONCE; i++) {
      LeaseRepository.Claimed claimed = leases.claim(claim, turns.last(claim.types()));
      claimed.lastTurn().ifPresent(owner -> turns.had(claim.types(), owner));
      if (!claimed.leases().isEmpty()) {
        tell(claimed.leases().stream().map(Lease::jobId).toList());
        return claimed.leases();
      }
      if (claimed.lastTurn().isEmpty()) {
        break;
      }
      expire();
    }
    return List.of();
  }

  /** Renews leases. Those that are missing in the answer are lost. */
  Map<JobId, Held> heartbeat(List<Heartbeat> beats) {
    List<Held> held = Words.say(beats, Heartbeat::jobId, leases::heartbeat, Held::jobId);
    tell(beats.stream().filter(beat -> beat.progress().isPresent()).map(Heartbeat::jobId).toList());
    return held.stream().collect(Collectors.toMap(Held::jobId, renewed -> renewed));
  }

  /** The jobs that these words completed, now or before; of the others the lease is lost. */
  Set<JobId> complete(List<Completion> words) {
    List<AttemptEnd> ended =
        Words.say(words, Completion::jobId, completions::complete, AttemptEnd::jobId);
    attempts.write(ended);
    Set<JobId> completed = ended.stream().map(AttemptEnd::jobId).collect(Collectors.toSet());
    tell(completed);
    if (completed.size() == words.size()) {
      return completed;
    }
    Set<JobId> all = new HashSet<>(completed);
    all.addAll(
        completions.known(
            words.stream().filter(word -> !completed.contains(word.jobId())).toList()));
    return all;
  }

  /** What becomes of the jobs. Those that are missing in the answer are lost. */
  Map<JobId, JobStatus> fail(List<Failure> failures) {
    return tellEnded(
        Words.say(
            failures,
            Failure::jobId,
            words -> endings.fail(words, backOff),
            AttemptEndings.Ended::jobId));
  }

  /** Gives jobs back as if the attempts had not been. */
  Map<JobId, JobStatus> handBack(List<Lease> held) {
    return tellEnded(Words.say(held, Lease::jobId, endings::handBack, AttemptEndings.Ended::jobId));
  }

  /** How many attempts took too long; to be asked again while there are {@code AT_ONCE}. */
  int endTimedOut() {
    return tellEnded(endings.endTimedOut(backOff)).size();
  }

  /** How many holders were not heard of; to be asked again while there are {@code AT_ONCE}. */
  int endLost() {
    return tellEnded(endings.endLost()).size();
  }

  /** How many jobs had not begun in time; to be asked again while there are {@code AT_ONCE}. */
  int expire() {
    return tellEnded(endings.expire()).size();
  }

  private Map<JobId, JobStatus> tellEnded(List<AttemptEndings.Ended> ended) {
    attempts.write(ended.stream().flatMap(job -> job.attempt().stream()).toList());
    tell(ended.stream().map(AttemptEndings.Ended::jobId).toList());
    Set<JobType> types =
        ended.stream()
            .filter(job -> job.status() == JobStatus.PENDING && job.due())
            .map(AttemptEndings.Ended::type)
            .collect(Collectors.toSet());
    if (!types.isEmpty()) {
      due.fire(new JobsDue(types));
    }
    if (ended.stream().anyMatch(job -> job.status() == JobStatus.PENDING && !job.due())) {
      later.fire(new JobsLater());
    }
    return ended.stream()
        .collect(Collectors.toMap(AttemptEndings.Ended::jobId, AttemptEndings.Ended::status));
  }

  private void tell(Collection<JobId> ids) {
    if (!ids.isEmpty()) {
      changed.fire(new JobsChanged(Set.copyOf(ids)));
    }
  }
}
