package dev.jobward.blackbox.server;

import java.io.File;
import org.jboss.arquillian.container.test.api.DeploymentConfiguration;
import org.jboss.arquillian.container.test.spi.client.deployment.AutomaticDeployment;
import org.jboss.arquillian.test.spi.TestClass;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Every black-box test is about the WAR that the build has made, with nothing added to it. */
public final class PackagedWar implements AutomaticDeployment {

  @Override
  public DeploymentConfiguration generateDeploymentScenario(TestClass testClass) {
    return new DeploymentConfiguration.DeploymentContentBuilder(War.PACKAGED)
        .withDeployment()
        .withTestable(false)
        .build()
        .get();
  }

  /** Read once for all test classes. */
  private static final class War {
    static final WebArchive PACKAGED =
        ShrinkWrap.create(ZipImporter.class, "jobward.war")
            .importFrom(new File("target", "jobward.war"))
            .as(WebArchive.class);
  }
}
