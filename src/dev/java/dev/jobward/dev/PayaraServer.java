package dev.jobward.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Payara Server: a domain of its own, on a distribution that all servers of this kind share. */
final class PayaraServer extends Server {

  private static final String DOMAIN = "jobward";

  PayaraServer(ServerOptions options) {
    super(options);
  }

  @Override
  void prepare(Path root) throws IOException {
    Path configuration = options.configuration.resolve("payara");
    Path domain = root.resolve(DOMAIN);
    Folders.copy(distribution().resolve("glassfish/domains/domain1"), domain);
    Files.copy(
        options.distributions.resolve("postgresql.jar"), domain.resolve("lib/postgresql.jar"));
    Files.copy(
        configuration.resolve("logging.properties"),
        domain.resolve("config/logging.properties"),
        StandardCopyOption.REPLACE_EXISTING);
    Commands.of(configuration)
        .file("jobward.asadmin")
        .file("server.asadmin")
        .file("own-server.asadmin")
        .writeTo(root.resolve("preboot.asadmin"));
    Commands.of(configuration)
        .file("settings.asadmin")
        // Usage statistics would be sent to the maker of the server.
        .line("disable-phone-home")
        .line("deploy --name jobward --contextroot / " + options.war)
        .writeTo(root.resolve("postboot.asadmin"));
  }

  /** What {@code asadmin start-domain} would start, without its staying in between. */
  @Override
  List<String> command(Path root) throws IOException, InterruptedException {
    Path asadmin = distribution().resolve("glassfish/lib/client/appserver-cli.jar");
    List<String> ask = new ArrayList<>(List.of(java(), "-jar", asadmin.toString()));
    ask.addAll(List.of("start-domain", "--dry-run", "--domaindir", root.toString()));
    ask.addAll(List.of("--prebootcommandfile", root.resolve("preboot.asadmin").toString()));
    ask.addAll(List.of("--postbootcommandfile", root.resolve("postboot.asadmin").toString()));
    ask.add(DOMAIN);
    List<String> dump = Tool.run(ask, root, Map.of());
    int first = dump.indexOf("Dump of JVM Invocation line that would be used to launch:") + 1;
    if (first == 0) {
      throw new StartFailure("Payara Server does not say how it is started: " + dump);
    }
    List<String> arguments =
        dump.subList(first + 1, dump.size()).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("Command start-domain"))
            .toList();
    List<String> command = jvm(root);
    command.add(fixedJsonProvider());
    command.addAll(arguments);
    return command;
  }

  private Path distribution() {
    return options.distributions.resolve("payara6");
  }
}
