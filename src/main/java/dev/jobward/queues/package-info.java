/**
 * The queues as an administrator sees them, one for each job type: how much waits and runs, who
 * serves it, and whether it is paused.
 *
 * <p>A room beside {@code execution}, which does not know of it: a pause is kept by the claim
 * itself, in the database, and what nodes serve is written there for whoever wants to know. Uses
 * {@code job} and {@code platform}.
 */
@NullMarked
package dev.jobward.queues;

import org.jspecify.annotations.NullMarked;
