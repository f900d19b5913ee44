/**
 * A service written by hand, as a team would begin one: JAX-RS, JSON-P, one JDBC statement a call.
 * What Jobward does is measured against what it does on the same server.
 */
@NullMarked
package dev.jobward.bench.byhand;

import org.jspecify.annotations.NullMarked;
