/**
 * What {@code scripts/} and the tests start: tokens, the embedded PostgreSQL, a Payara Micro
 * process. None of it is in the WAR, and nothing in the WAR may use it.
 *
 * <p>{@code scripts/token} compiles {@link dev.jobward.dev.TokenCommand} and the classes it uses
 * with {@code javac} alone, so these may use nothing but the JDK.
 */
@NullMarked
package dev.jobward.dev;

import org.jspecify.annotations.NullMarked;
