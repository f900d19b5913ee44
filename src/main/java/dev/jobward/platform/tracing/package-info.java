/**
 * What ties a job to the request that created it: W3C Trace Context, and the spans of a server that
 * has MicroProfile Telemetry. A room of its own, because it alone names OpenTelemetry, which a
 * server may lack.
 */
@NullMarked
package dev.jobward.platform.tracing;

import org.jspecify.annotations.NullMarked;
