package dev.jobward.job;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A place in a sorted list: just behind this job. It is a value and not a count, so that jobs which
 * come and go do not move it.
 *
 * @param value of the sort field: empty for {@link SortField#CREATED_AT} (the id is that order),
 *     Unix milliseconds for {@link SortField#UPDATED_AT}, else the name
 * @param id of the job
 */
public record Position(String value, UUID id) {

  /** As {@link Long#toString(long)} writes them; up to the year 5138. */
  private static final Pattern MILLIS = Pattern.compile("0|[1-9][0-9]{0,13}");

  static Position of(Job job, SortField sort) {
    String value =
        switch (sort) {
          case CREATED_AT -> "";
          case UPDATED_AT -> Long.toString(job.updatedAt().toEpochMilli());
          case JOB_TYPE -> job.type().name();
          case STATUS -> job.status().name();
        };
    return new Position(value, job.id().value());
  }

  /** Whether jobs sorted by this field can stand at this value. */
  public boolean fits(SortField sort) {
    return switch (sort) {
      case CREATED_AT -> value.isEmpty();
      case UPDATED_AT -> MILLIS.matcher(value).matches();
      case JOB_TYPE -> JobType.parse(value).isPresent();
      case STATUS -> Arrays.stream(JobStatus.values()).anyMatch(s -> s.name().equals(value));
    };
  }

  Instant instant() {
    return Instant.ofEpochMilli(Long.parseLong(value));
  }
}
