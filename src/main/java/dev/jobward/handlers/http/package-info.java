/**
 * The job type {@code http.request}: one HTTP call, to where the administrator allows it. Uses what
 * every handler may, and of {@code platform} its settings and the allow-list.
 */
@NullMarked
package dev.jobward.handlers.http;

import org.jspecify.annotations.NullMarked;
