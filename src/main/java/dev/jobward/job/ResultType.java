package dev.jobward.job;

/** What kind of result a job has. */
public enum ResultType {
  /** No result, or not yet. */
  NONE,
  /** A JSON value, kept digit for digit. */
  JSON,
  /** A string. */
  TEXT,
  /** Bytes with a name and a media type. */
  FILE
}
