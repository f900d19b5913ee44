package dev.jobward.job;

/** What a list can be sorted by; ties go by id. */
public enum SortField {
  CREATED_AT("createdAt"),
  UPDATED_AT("updatedAt"),
  JOB_TYPE("jobType"),
  STATUS("status");

  private final String parameter;

  SortField(String parameter) {
    this.parameter = parameter;
  }

  /** Its name in the API. */
  public String parameter() {
    return parameter;
  }
}
