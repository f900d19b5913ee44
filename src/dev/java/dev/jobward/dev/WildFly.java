package dev.jobward.dev;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * WildFly: a standalone folder of its own, on a distribution that all servers of this kind share.
 */
final class WildFly extends Server {

  private static final String CONFIGURATION = "standalone-microprofile.xml";

  /** What the distribution's own start script opens of the JDK. */
  private static final List<String> OPENED =
      List.of(
          "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
          "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
          "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
          "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
          "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.security=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.management/javax.management=ALL-UNNAMED",
          "--add-opens=java.naming/javax.naming=ALL-UNNAMED");

  WildFly(ServerOptions options) {
    super(options);
  }

  @Override
  void prepare(Path root) throws IOException, InterruptedException {
    Path configuration = options.configuration.resolve("wildfly");
    Folders.copy(distribution().resolve("standalone"), base(root));
    Files.copy(options.war, base(root).resolve("deployments/jobward.war"));
    modules(configuration, root.resolve("modules"));
    Commands.of(configuration)
        .line("embed-server --std-out=discard --server-config=" + CONFIGURATION)
        .file("jobward.cli")
        .file("own-server.cli")
        .line("stop-embedded-server")
        .writeTo(root.resolve("configure.cli"));
    List<String> unused =
        Tool.run(
            List.of(
                distribution().resolve("bin/jboss-cli.sh").toString(),
                "--file=" + root.resolve("configure.cli")),
            root,
            Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "JBOSS_HOME", distribution().toString(),
                "JAVA_OPTS", "-Djboss.server.base.dir=" + base(root)));
  }

  @Override
  List<String> command(Path root) {
    Path home = distribution();
    List<String> command = jvm(root);
    command.addAll(OPENED);
    command.addAll(
        List.of(
            "-Djava.net.preferIPv4Stack=true",
            "-Djava.awt.headless=true",
            "-Djboss.modules.system.pkgs=org.jboss.byteman",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dorg.jboss.boot.log.file=" + base(root).resolve("log/server.log"),
            "-Dlogging.configuration="
                + base(root).resolve("configuration/logging.properties").toUri(),
            "-jar",
            home.resolve("jboss-modules.jar").toString(),
            // The first one comes first: it has EclipseLink and the driver.
            "-mp",
            root.resolve("modules") + ":" + home.resolve("modules"),
            "org.jboss.as.standalone",
            "-Djboss.home.dir=" + home,
            "-Djboss.server.base.dir=" + base(root),
            "-c",
            CONFIGURATION,
            "-b",
            options.httpAddress,
            "-Djboss.http.port=" + options.httpPort,
            "-bmanagement",
            "127.0.0.1",
            "-Djboss.management.http.port=" + options.adminPort));
    return command;
  }

  /** The folder of {@code server-config}, with the jars beside each description. */
  private void modules(Path configuration, Path modules) throws IOException {
    Folders.copy(configuration.resolve("modules"), modules);
    Path persistence = modules.resolve("org/eclipse/persistence/main");
    Files.copy(
        options.distributions.resolve("postgresql.jar"),
        modules.resolve("org/postgresql/main/postgresql.jar"));
    Files.copy(
        options.distributions.resolve("eclipselink.jar"), persistence.resolve("eclipselink.jar"));
    Path stock = distribution().resolve("modules/system/layers/base/org/eclipse/persistence/main");
    Files.copy(
        only(stock, "jipijapa-eclipselink-*.jar"), persistence.resolve("jipijapa-eclipselink.jar"));
  }

  /** The folder's name ends with the version. */
  private Path distribution() {
    return only(options.distributions, "wildfly-*");
  }

  private static Path only(Path folder, String pattern) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      return found.iterator().next();
    } catch (IOException | NoSuchElementException e) {
      throw new StartFailure("There is no " + pattern + " in " + folder + ".", e);
    }
  }

  private static Path base(Path root) {
    return root.resolve("standalone");
  }
}
