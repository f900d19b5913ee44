/**
 * The server that the tests call: Arquillian starts one for all of them, or they call one that is
 * there already.
 *
 * <p>System properties for a server that is there already:
 *
 * <ul>
 *   <li>{@code jobward.test.baseUrl}: its address, such as {@code http://127.0.0.1:8080}
 *   <li>{@code jobward.test.tokenCommand}: what prints its tokens, such as {@code scripts/token}
 *   <li>{@code jobward.test.keyFolder}: or else the folder of its development key, such as {@code
 *       .jobward}; tests that sign forged tokens need it and are skipped without
 *   <li>{@code jobward.test.audience}: the audience that it asks for, if it does
 * </ul>
 */
@NullMarked
package dev.jobward.blackbox.server;

import org.jspecify.annotations.NullMarked;
