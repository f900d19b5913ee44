package dev.jobward.job;

import static dev.jobward.job.SortOrder.ASC;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The places of an index that one walk goes through, in their order: those of one job type, or all,
 * between the dates that are asked for, and behind a position.
 *
 * <p>A type is asked for by two bounds and not as equal: of an equal one the planner knows that it
 * needs no place in the order. It may then take an index without it, and if it takes the type for a
 * common one, that of a rare one is looked for among all. Behind bounds, the places in the index
 * have to name the type, too.
 */
final class Stretch {

  private final JobQuery query;
  private final Part part;

  Stretch(JobQuery query, Part part) {
    this.query = query;
    this.part = part;
  }

  /** What places in an index are made of. */
  enum Key {
    JOB_TYPE,
    UPDATED_AT,
    ID
  }

  /**
   * A condition on some keys, which are compared as a row: {@code (a, b) > (x, y)} is a place in
   * the index; its portable form, with "or", is a filter over all that lies before.
   *
   * @param values a {@link String}, an {@link Instant} or a {@link UUID} for each key
   */
  record Bound(List<Key> keys, Comparison comparison, List<Object> values) {}

  /** How a key is compared with a value. */
  enum Comparison {
    FROM(">="),
    TO("<="),
    AFTER(">"),
    BEFORE("<");

    private final String operator;

    Comparison(String operator) {
      this.operator = operator;
    }

    String operator() {
      return operator;
    }
  }

  /** The order of the walk, within an owner or a status. */
  List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    if (isOfType() || query.sortBy() == SortField.JOB_TYPE) {
      keys.add(Key.JOB_TYPE);
    }
    // By either time, new jobs have the same order.
    if (part == Part.NEW || query.sortBy() == SortField.UPDATED_AT) {
      keys.add(Key.UPDATED_AT);
    }
    keys.add(Key.ID);
    return keys;
  }

  List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>();
    JobFilter filter = query.filter();
    filter
        .jobType()
        .ifPresent(
            type -> {
              bounds.add(bound(List.of(Key.JOB_TYPE), Comparison.FROM, type.name()));
              bounds.add(bound(List.of(Key.JOB_TYPE), Comparison.TO, type.name()));
            });
    // An id begins with the millisecond of its creation, so that dates are a range of ids.
    filter.dateFrom().ifPresent(at -> bounds.add(created(Comparison.FROM, at, JobId.lowestAt(at))));
    filter.dateTo().ifPresent(at -> bounds.add(created(Comparison.TO, at, JobId.highestAt(at))));
    part.position(query).map(this::behind).ifPresent(bounds::add);
    return bounds;
  }

  private boolean isOfType() {
    return query.filter().jobType().isPresent();
  }

  private Bound created(Comparison comparison, Instant at, UUID id) {
    boolean isOneRange =
        (part == Part.NEW || query.sortBy() != SortField.UPDATED_AT)
            && (isOfType() || query.sortBy() != SortField.JOB_TYPE);
    return isOneRange
        ? bound(keys(), comparison, values(Optional.empty(), at, id))
        : bound(List.of(Key.ID), comparison, id);
  }

  private Bound behind(Position after) {
    Instant at =
        query.sortBy() == SortField.UPDATED_AT
            ? after.instant()
            : new JobId(after.id()).createdAt();
    return bound(
        keys(),
        query.sortOrder() == ASC ? Comparison.AFTER : Comparison.BEFORE,
        values(Optional.of(after.value()), at, after.id()));
  }

  /** A place: of the filter's type, if there is one, or else of that which is the list's order. */
  private Object[] values(Optional<String> type, Instant at, UUID id) {
    return keys().stream()
        .map(
            key ->
                switch (key) {
                  case JOB_TYPE ->
                      query.filter().jobType().map(JobType::name).or(() -> type).orElseThrow();
                  case UPDATED_AT -> at;
                  case ID -> id;
                })
        .toArray();
  }

  private static Bound bound(List<Key> keys, Comparison comparison, Object... values) {
    return new Bound(keys, comparison, List.of(values));
  }
}
