/**
 * The public keys of the identity provider, kept at hand for the server that verifies tokens.
 *
 * <p>Servers fetch them while requests wait, and each has its own idea of when: one accepts nobody
 * any more once the provider cannot be reached, another accepts no new key for an hour, and a
 * provider that hangs makes requests hang. Here they are fetched in the background, and the server
 * gets the last known ones at once; see {@code src/docs/decisions/0008-keys-at-hand.md}.
 */
@NullMarked
package dev.jobward.platform.keys;

import org.jspecify.annotations.NullMarked;
