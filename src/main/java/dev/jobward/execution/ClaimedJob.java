package dev.jobward.execution;

import dev.jobward.job.Job;

/** A job that somebody was given to run, as it was then, and the right to run it. */
public record ClaimedJob(Job job, Lease lease) {}
