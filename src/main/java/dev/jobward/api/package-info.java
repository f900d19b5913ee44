/**
 * HTTP and JSON: resources, the envelope, errors, what a request may say. Nothing depends on it.
 */
@NullMarked
package dev.jobward.api;

import org.jspecify.annotations.NullMarked;
