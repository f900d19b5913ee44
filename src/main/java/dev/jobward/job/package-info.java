/**
 * What a job is: its states, its place in a list, its creation and its reading.
 *
 * <p>Reads go through JPA ({@link dev.jobward.job.JobRepository}), creation through one SQL
 * statement ({@link dev.jobward.job.JobIntake}). This room uses nothing but {@code platform}.
 */
@NullMarked
package dev.jobward.job;

import org.jspecify.annotations.NullMarked;
