/** Who calls: the owner and the validity of the token that the server has verified. */
@NullMarked
package dev.jobward.security;

import org.jspecify.annotations.NullMarked;
