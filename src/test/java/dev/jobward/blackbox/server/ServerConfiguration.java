package dev.jobward.blackbox.server;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** Nothing to configure: the server is started as {@code scripts/run} starts it. */
public final class ServerConfiguration implements ContainerConfiguration {

  @Override
  public void validate() {}
}
