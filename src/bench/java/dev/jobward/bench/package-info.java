/**
 * {@code scripts/bench}: measures Jobward in the server beside the libraries that a user would
 * otherwise pick, on the same PostgreSQL, in rounds. Not in the WAR, and not in the default build.
 */
@NullMarked
package dev.jobward.bench;

import org.jspecify.annotations.NullMarked;
