/**
 * How jobs are run: the handlers' interface, leases, the dispatcher, heartbeats and reaping. Uses
 * {@code job}, {@code json} and {@code platform}.
 */
@NullMarked
package dev.jobward.execution;

import org.jspecify.annotations.NullMarked;
