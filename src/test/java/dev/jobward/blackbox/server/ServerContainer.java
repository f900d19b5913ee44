package dev.jobward.blackbox.server;

import dev.jobward.dev.StartFailure;
import java.io.File;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.ApplicationScoped;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jspecify.annotations.Nullable;

/**
 * Payara Micro for Arquillian, started as {@code scripts/run} starts it: with the same command
 * file, and its database's password in the environment. The ready-made container can pass no
 * environment, and it starts a server for each test class; here the first deployment starts it, and
 * it ends with this JVM.
 */
public final class ServerContainer implements DeployableContainer<ServerConfiguration> {

  /** Of this JVM. To a JVM that is one of several, each test class is a suite of its own. */
  private static @Nullable TestServer running;

  private static @Nullable String failure;

  @Inject @ApplicationScoped private InstanceProducer<TestServer> server;

  @SuppressWarnings("NullAway.Init") // Arquillian sets the producer
  public ServerContainer() {}

  @Override
  public Class<ServerConfiguration> getConfigurationClass() {
    return ServerConfiguration.class;
  }

  /** None: no test runs inside the server. */
  @Override
  public ProtocolDescription getDefaultProtocol() {
    return new ProtocolDescription("none");
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> war) throws DeploymentException {
    server.set(running(war));
    var base = server.get().baseUri();
    return new ProtocolMetaData().addContext(new HTTPContext(base.getHost(), base.getPort()));
  }

  @Override
  public void undeploy(Archive<?> war) {
    // The next test class calls the same server.
  }

  /** Its own shutdown hook does. */
  @Override
  public void stop() {
    // The next suite calls the same server.
  }

  private static synchronized TestServer running(Archive<?> war) throws DeploymentException {
    if (failure != null) {
      throw new DeploymentException("The server did not start for an earlier test: " + failure);
    }
    TestServer known = running;
    if (known == null) {
      try {
        known = TestServer.configured().orElseGet(() -> TestServer.start(exported(war)));
        running = known;
      } catch (StartFailure e) {
        failure = e.getMessage();
        throw new DeploymentException("The server did not start", e);
      }
    }
    return known;
  }

  private static File exported(Archive<?> war) {
    File file = new File(TestServer.FOLDER.toFile(), war.getName());
    boolean unused = file.getParentFile().mkdirs();
    war.as(ZipExporter.class).exportTo(file, true);
    return file;
  }
}
