package dev.jobward.blackbox.server;

import dev.jobward.blackbox.client.Api;
import java.lang.annotation.Annotation;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/** Gives tests the {@link Api} to call. */
public final class ApiProvider implements ResourceProvider {

  @Inject private Instance<TestServer> server;

  @SuppressWarnings("NullAway.Init") // Arquillian sets the instance
  public ApiProvider() {}

  @Override
  public boolean canProvide(Class<?> type) {
    return type == Api.class;
  }

  @Override
  public Object lookup(ArquillianResource resource, Annotation... qualifiers) {
    return server.get().api();
  }
}
