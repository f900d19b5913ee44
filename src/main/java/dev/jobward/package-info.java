/** Jobward: a Jobs REST API in one WAR. State lives in PostgreSQL; nodes are equal. */
@NullMarked
package dev.jobward;

import org.jspecify.annotations.NullMarked;
