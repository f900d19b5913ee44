package dev.jobward.job;

import java.time.Instant;
import java.util.UUID;

/**
 * A place in a sorted list: just behind this job. It is a value and not a count, so that jobs which
 * come and go do not move it.
 *
 * @param value of the sort field: empty for {@link SortField#CREATED_AT} (the id is that order),
 *     Unix milliseconds for {@link SortField#UPDATED_AT}, else the name
 * @param id of the job
 */
public record Position(String value, UUID id) {

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

  Instant instant() {
    return Instant.ofEpochMilli(Long.parseLong(value));
  }
}
