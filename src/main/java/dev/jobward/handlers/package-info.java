/**
 * The job types that come with the server, written against the handlers' interface as a user would.
 */
@NullMarked
package dev.jobward.handlers;

import org.jspecify.annotations.NullMarked;
