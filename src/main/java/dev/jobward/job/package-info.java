/**
 * What a job is: its states, its place in a list, its creation and its reading.
 *
 * <p>A read is one SQL statement, but for everybody's lists, which are JPA's ({@link
 * dev.jobward.job.JobRepository}); so is a creation ({@link dev.jobward.job.JobIntake}). This room
 * uses nothing but {@code platform}.
 */
@NullMarked
package dev.jobward.job;

import org.jspecify.annotations.NullMarked;
