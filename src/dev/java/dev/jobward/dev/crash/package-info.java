/**
 * What {@code scripts/crash-test} runs: a cluster under load that is broken in every way, and the
 * checks of what must hold whatever crashes.
 */
@NullMarked
package dev.jobward.dev.crash;

import org.jspecify.annotations.NullMarked;
