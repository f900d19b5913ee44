/**
 * Numbers for whoever watches the server, in the form that Prometheus reads. It alone names
 * Micrometer; the other rooms say what they count, and where it comes from.
 */
@NullMarked
package dev.jobward.platform.metrics;

import org.jspecify.annotations.NullMarked;
