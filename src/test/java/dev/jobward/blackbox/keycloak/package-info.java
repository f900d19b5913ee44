/**
 * The API with a real identity provider. Its test is no part of the default run, because it
 * downloads a Keycloak: {@code ./mvnw verify -Pkeycloak}.
 */
@NullMarked
package dev.jobward.blackbox.keycloak;

import org.jspecify.annotations.NullMarked;
