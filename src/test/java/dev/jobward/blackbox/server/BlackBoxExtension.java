package dev.jobward.blackbox.server;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/** Tells Arquillian of the server and of what tests can have injected. */
public final class BlackBoxExtension implements LoadableExtension {

  @Override
  public void register(ExtensionBuilder builder) {
    builder.service(DeployableContainer.class, ServerContainer.class);
    builder.service(ResourceProvider.class, ApiProvider.class);
    builder.service(ResourceProvider.class, TestServerProvider.class);
  }
}
