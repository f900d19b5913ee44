/** The calls of administrators. */
@NullMarked
package dev.jobward.api.admin;

import org.jspecify.annotations.NullMarked;
