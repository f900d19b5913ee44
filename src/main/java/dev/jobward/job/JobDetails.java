package dev.jobward.job;

/** One job with all that it carries. */
public record JobDetails(Job job, JobContent content) {}
