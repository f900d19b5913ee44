package dev.jobward.blackbox.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that calls the server. A field {@code @ArquillianResource Api} is how it does so;
 * the {@link TestServer} can be one, too.
 *
 * <p>The build runs all of them on every server.
 */
@Tag("blackbox")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ArquillianExtension.class)
public @interface BlackBox {}
