/**
 * What administrators call, all of it for the role {@code admin} alone: everybody's jobs, the
 * queues. What they change is written to the log, with who did it. Uses {@code queues} and what
 * {@code api} has public.
 */
@NullMarked
package dev.jobward.api.admin;

import org.jspecify.annotations.NullMarked;
