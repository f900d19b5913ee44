package dev.jobward.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Payara Micro: one jar, which is configured by a file of commands as it starts. */
final class PayaraMicro extends Server {

  PayaraMicro(ServerOptions options) {
    super(options);
  }

  @Override
  void prepare(Path root) throws IOException {
    Commands.of(options.configuration.resolve("payara"))
        .file("jobward.asadmin")
        .file("micro.asadmin")
        .writeTo(root.resolve("preboot.asadmin"));
  }

  @Override
  List<String> command(Path root) {
    List<String> command = jvm(root);
    command.add(fixedJsonProvider());
    command.addAll(List.of("-jar", options.distributions.resolve("payara-micro.jar").toString()));
    command.addAll(List.of("--rootDir", root.toString()));
    command.addAll(
        List.of("--addLibs", options.distributions.resolve("postgresql.jar").toString()));
    command.addAll(List.of("--prebootcommandfile", root.resolve("preboot.asadmin").toString()));
    Path logging = options.configuration.resolve("payara").resolve("logging.properties");
    command.addAll(List.of("--logproperties", logging.toString()));
    command.addAll(List.of("--nocluster", "--disablephonehome"));
    command.addAll(List.of("--deploy", options.war.toString(), "--contextroot", "/"));
    return command;
  }
}
