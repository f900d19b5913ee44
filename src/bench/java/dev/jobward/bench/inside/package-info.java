/** What {@code scripts/bench} puts into a copy of the WAR, to measure inside of the server. */
@NullMarked
package dev.jobward.bench.inside;

import org.jspecify.annotations.NullMarked;
