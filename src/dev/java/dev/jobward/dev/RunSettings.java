package dev.jobward.dev;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of {@code scripts/run}, read once and checked before anything is started. */
record RunSettings(
    Path project,
    Path dataDir,
    ServerKind server,
    String httpAddress,
    int httpPort,
    int adminPort,
    Optional<OwnDatabase> ownDatabase,
    boolean ownKey,
    String issuer,
    Optional<String> audience,
    List<String> javaOptions) {

  /** A PostgreSQL that is not ours to start or stop. */
  record OwnDatabase(String url, String user, String password) {}

  /**
   * Reads and checks all of it.
   *
   * @param server as on the command line
   */
  static RunSettings from(Path project, String server, Map<String, String> environment) {
    ServerKind kind =
        ServerKind.of(server)
            .orElseThrow(
                () ->
                    new StartFailure(
                        "There is no server '%s', only %s.".formatted(server, ServerKind.ids())));
    var variables = new Variables(environment);
    boolean ownKey =
        variables.get("MP_JWT_VERIFY_PUBLICKEY").isPresent()
            || variables.get("MP_JWT_VERIFY_PUBLICKEY_LOCATION").isPresent();
    Optional<String> issuer = variables.get("MP_JWT_VERIFY_ISSUER");
    if (ownKey && issuer.isEmpty()) {
      throw new StartFailure(
          "A key of your own needs its issuer as well: set MP_JWT_VERIFY_ISSUER.");
    }
    return new RunSettings(
        project,
        variables
            .get("DATA_DIR")
            .map(Path::of)
            .orElse(project.resolve(".jobward"))
            .toAbsolutePath()
            .normalize(),
        kind,
        variables.get("HTTP_ADDRESS").orElse("127.0.0.1"),
        port("HTTP_PORT", variables.get("HTTP_PORT").orElse("8080")),
        variables
            .get("ADMIN_PORT")
            .map(text -> port("ADMIN_PORT", text))
            .orElseGet(kind::adminPort),
        variables.get("DB_URL").map(url -> ownDatabase(url, variables)),
        ownKey,
        issuer.orElse(Token.DEFAULT_ISSUER),
        variables.get("MP_JWT_VERIFY_AUDIENCES").map(list -> list.split(",", 2)[0]),
        Arrays.stream(variables.get("JAVA_OPTS").orElse("").split("\\s+", -1))
            .filter(option -> !option.isEmpty())
            .toList());
  }

  private static OwnDatabase ownDatabase(String url, Variables variables) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new StartFailure(
          "DB_URL is to be a JDBC URL, such as jdbc:postgresql://db.example.org:5432/jobward.");
    }
    String user =
        variables
            .get("DB_USER")
            .orElseThrow(() -> new StartFailure("DB_URL needs DB_USER, and mostly DB_PASSWORD."));
    return new OwnDatabase(url, user, variables.get("DB_PASSWORD").orElse(""));
  }

  private static int port(String variable, String text) {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65535) {
      throw new StartFailure(variable + " is to be a number from 1 to 65535, not '" + text + "'.");
    }
    return Integer.parseInt(text);
  }

  /** An empty variable is as one that is not set. */
  private record Variables(Map<String, String> environment) {
    Optional<String> get(String name) {
      return Optional.ofNullable(environment.get(name))
          .map(String::strip)
          .filter(value -> !value.isEmpty());
    }
  }
}
