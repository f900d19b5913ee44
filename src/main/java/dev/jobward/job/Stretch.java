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
 * <p>They are asked for by one lower and one upper bound at the most, each a whole place, {@code
 * (a, b) > (x, y)}. Of two bounds at the same end PostgreSQL begins with one, and steps over all
 * that lies before the other. And of a type that is asked for as equal, the planner knows that it
 * needs no place in the order; it may then take an index without it, in which a rare one is looked
 * for among all.
 */
final class Stretch {

  private static final UUID FIRST_ID = new UUID(0, 0);
  private static final UUID LAST_ID = new UUID(-1, -1);
  private static final Instant LAST_TIME = Instant.parse("9999-01-01T00:00:00Z");

  /** Before and behind all names, which are letters, digits and some signs. */
  private static final String FIRST_NAME = "";

  private static final String LAST_NAME = "\u007f";

  private final JobQuery query;
  private final Part part;
  private final boolean byStatus;
  private final boolean isRange;

  private Stretch(JobQuery query, Part part, boolean byStatus, boolean isRange) {
    this.query = query;
    this.part = part;
    this.byStatus = byStatus;
    this.isRange = isRange;
  }

  /** In the order of the list. */
  static Stretch of(JobQuery query, Part part) {
    return new Stretch(query, part, false, false);
  }

  /** The same, in an index that has the status before all that. */
  static Stretch withStatus(JobQuery query, Part part) {
    return new Stretch(query, part, true, false);
  }

  /** All jobs between the dates, where the order of the list is another one; also new ones. */
  static Stretch range(JobQuery query, Part part) {
    return new Stretch(query, part, part != Part.NEW, true);
  }

  /** What places in an index are made of. */
  enum Key {
    STATUS,
    JOB_TYPE,
    UPDATED_AT,
    ID
  }

  /**
   * A condition on some keys, which are compared as a row.
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
    if (byStatus) {
      keys.add(Key.STATUS);
    }
    if (isOfType() || isSortedBy(SortField.JOB_TYPE)) {
      keys.add(Key.JOB_TYPE);
    }
    // By either time, new jobs have the same order.
    if (part == Part.NEW || isSortedBy(SortField.UPDATED_AT)) {
      keys.add(Key.UPDATED_AT);
    }
    keys.add(Key.ID);
    return keys;
  }

  /** Whether the jobs between the dates are one after the other in this order. */
  boolean hasDatesTogether() {
    boolean isInTime = part == Part.NEW || !isSortedBy(SortField.UPDATED_AT);
    boolean isOneType = isOfType() || !isSortedBy(SortField.JOB_TYPE);
    return isInTime && isOneType;
  }

  private boolean isSortedBy(SortField field) {
    return !isRange && query.sortBy() == field;
  }

  List<Bound> bounds() {
    JobFilter filter = query.filter();
    boolean dated = hasDatesTogether();
    // An id begins with the millisecond of its creation, so that dates are a range of ids.
    List<Object> from =
        place(
            FIRST_NAME,
            filter.dateFrom().filter(at -> dated).orElse(Instant.EPOCH),
            filter.dateFrom().filter(at -> dated).map(JobId::lowestAt).orElse(FIRST_ID));
    List<Object> to =
        place(
            LAST_NAME,
            filter.dateTo().filter(at -> dated).orElse(LAST_TIME),
            filter.dateTo().filter(at -> dated).map(JobId::highestAt).orElse(LAST_ID));
    Bound lower = new Bound(keys(), Comparison.FROM, from);
    Bound upper = new Bound(keys(), Comparison.TO, to);
    Optional<Position> position = part.position(query).filter(any -> !isRange);
    if (position.isPresent()) {
      List<Object> after = place(position.get());
      if (query.sortOrder() == ASC && compare(after, from) >= 0) {
        lower = new Bound(keys(), Comparison.AFTER, after);
      } else if (query.sortOrder() != ASC && compare(after, to) <= 0) {
        upper = new Bound(keys(), Comparison.BEFORE, after);
      }
    }
    List<Bound> bounds = new ArrayList<>(List.of(lower, upper));
    if (!dated) {
      filter.dateFrom().map(JobId::lowestAt).ifPresent(id -> bounds.add(id(Comparison.FROM, id)));
      filter.dateTo().map(JobId::highestAt).ifPresent(id -> bounds.add(id(Comparison.TO, id)));
    }
    return bounds;
  }

  private boolean isOfType() {
    return query.filter().jobType().isPresent();
  }

  private List<Object> place(Position position) {
    Instant at =
        query.sortBy() == SortField.UPDATED_AT
            ? position.instant()
            : new JobId(position.id()).createdAt();
    return place(position.value(), at, position.id());
  }

  /** Of the filter's type, if there is one. */
  private List<Object> place(String type, Instant at, UUID id) {
    return keys().stream()
        .map(
            key ->
                switch (key) {
                  case STATUS -> part.status().name();
                  case JOB_TYPE -> query.filter().jobType().map(JobType::name).orElse(type);
                  case UPDATED_AT -> at;
                  case ID -> id;
                })
        .map(Object.class::cast)
        .toList();
  }

  /** As PostgreSQL compares rows. */
  private static int compare(List<Object> one, List<Object> other) {
    for (int i = 0; i < one.size(); i++) {
      int compared = compare(one.get(i), other.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static int compare(Object one, Object other) {
    if (one instanceof Instant at) {
      return at.compareTo((Instant) other);
    }
    // Names are ASCII; and the text of ids is in the order of their bytes.
    return one.toString().compareTo(other.toString());
  }

  private static Bound id(Comparison comparison, UUID id) {
    return new Bound(List.of(Key.ID), comparison, List.of(id));
  }
}
