/** What administrators do over HTTP. */
@NullMarked
package dev.jobward.blackbox.admin;

import org.jspecify.annotations.NullMarked;
