/**
 * What the server's health calls say of this node. Anybody may ask them, so that they say up or
 * down, and of what; the log has the reasons. Uses {@code platform}.
 */
@NullMarked
package dev.jobward.platform.health;

import org.jspecify.annotations.NullMarked;
