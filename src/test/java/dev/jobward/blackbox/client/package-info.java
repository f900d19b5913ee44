/** An HTTP client for tests, with the users and tokens that they need. */
@NullMarked
package dev.jobward.blackbox.client;

import org.jspecify.annotations.NullMarked;
