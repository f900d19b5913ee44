package dev.jobward.job;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which jobs a list holds; what is not set lets every job pass. */
public final class JobFilter {

  private @Nullable Owner owner;
  private @Nullable JobType jobType;
  private @Nullable JobStatus status;
  private @Nullable ResultType resultType;
  private @Nullable Instant dateFrom;
  private @Nullable Instant dateTo;

  /** For a list of everybody's jobs; an owner's own list is the owner's without it. */
  public JobFilter owner(Owner value) {
    this.owner = value;
    return this;
  }

  public JobFilter jobType(JobType value) {
    this.jobType = value;
    return this;
  }

  public JobFilter status(JobStatus value) {
    this.status = value;
    return this;
  }

  public JobFilter resultType(ResultType value) {
    this.resultType = value;
    return this;
  }

  /** Jobs created in this millisecond or later. */
  public JobFilter dateFrom(Instant value) {
    this.dateFrom = value;
    return this;
  }

  /** Jobs created in this millisecond or earlier. */
  public JobFilter dateTo(Instant value) {
    this.dateTo = value;
    return this;
  }

  public Optional<Owner> owner() {
    return Optional.ofNullable(owner);
  }

  public Optional<JobType> jobType() {
    return Optional.ofNullable(jobType);
  }

  public Optional<JobStatus> status() {
    return Optional.ofNullable(status);
  }

  public Optional<ResultType> resultType() {
    return Optional.ofNullable(resultType);
  }

  public Optional<Instant> dateFrom() {
    return Optional.ofNullable(dateFrom);
  }

  public Optional<Instant> dateTo() {
    return Optional.ofNullable(dateTo);
  }

  /** One spelling for each set of conditions, for a cursor to be bound to. */
  public String fingerprint() {
    // Empty and not "null" for what is not set: there may be a job type of that name.
    String known =
        "jobType=%s status=%s resultType=%s dateFrom=%s dateTo=%s"
            .formatted(
                Objects.toString(jobType, ""),
                Objects.toString(status, ""),
                Objects.toString(resultType, ""),
                dateFrom == null ? "" : dateFrom.toEpochMilli(),
                dateTo == null ? "" : dateTo.toEpochMilli());
    // Last, because an owner's name may hold anything.
    return owner == null ? known : known + " owner=" + owner.subject();
  }
}
