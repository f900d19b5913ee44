/**
 * The libraries that a user would otherwise pick, each measured at its own work, and plain JDBC as
 * the yardstick of what the database can do at all.
 */
@NullMarked
package dev.jobward.bench.peers;

import org.jspecify.annotations.NullMarked;
