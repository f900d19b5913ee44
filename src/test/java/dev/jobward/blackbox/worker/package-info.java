/** What workers do over HTTP, and what becomes of the jobs they run. */
@NullMarked
package dev.jobward.blackbox.worker;

import org.jspecify.annotations.NullMarked;
