/**
 * The job types that come with the server, written against the handlers' interface as a user would.
 * Beside that interface they use {@code job} and {@code json}, and of {@code platform} the settings
 * and what settings are made of.
 */
@NullMarked
package dev.jobward.handlers;

import org.jspecify.annotations.NullMarked;
