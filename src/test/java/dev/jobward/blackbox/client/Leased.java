package dev.jobward.blackbox.client;

import tools.jackson.databind.JsonNode;

/** A job that a worker was given to run. */
public record Leased(String jobId, String token) {

  static Leased of(JsonNode job) {
    return new Leased(job.path("jobId").asString(), job.path("leaseToken").asString());
  }

  /** The same job, as somebody says who does not hold it. */
  public Leased withToken(String other) {
    return new Leased(jobId, other);
  }
}
