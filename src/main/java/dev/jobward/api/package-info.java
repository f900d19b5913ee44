/**
 * HTTP and JSON: resources, the envelope, errors, what a request may say. Nothing depends on it.
 *
 * <p>The calls of administrators are in {@code api.admin}; what they need of this package is
 * public.
 */
@NullMarked
package dev.jobward.api;

import org.jspecify.annotations.NullMarked;
