package dev.jobward.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a {@link Server} is to be started. It also gets the environment of this process. */
public final class ServerOptions {

  final ServerKind kind;
  final Path distributions;
  final Path war;
  final Path workDirectory;
  final Map<String, String> environment = new LinkedHashMap<>();
  final List<String> jvmOptions = new ArrayList<>();
  Path configuration = absolute(Path.of("server-config"));
  String httpAddress = "127.0.0.1";
  int httpPort = 8080;
  int adminPort;
  @Nullable Path log;

  ServerOptions(ServerKind kind, Path distributions, Path war, Path workDirectory) {
    this.kind = kind;
    this.distributions = absolute(distributions);
    this.war = absolute(war);
    this.workDirectory = absolute(workDirectory);
  }

  public ServerOptions http(String address, int port) {
    this.httpAddress = address;
    this.httpPort = port;
    return this;
  }

  /**
   * Where the server's own console listens, on 127.0.0.1; 0, the default, is any port. Payara Micro
   * has none.
   */
  public ServerOptions admin(int port) {
    this.adminPort = port;
    return this;
  }

  /** Travels in the environment: a command line can be read by everybody on the machine. */
  public ServerOptions database(String url, String user, String password) {
    return environment("DB_URL", url)
        .environment("DB_USER", user)
        .environment("DB_PASSWORD", password);
  }

  public ServerOptions database(EmbeddedDatabase database) {
    return database(database.jdbcUrl(), database.user(), database.password());
  }

  /** The server is to accept the tokens that this key signs, from this issuer. */
  public ServerOptions tokensOf(DevelopmentKey key, String issuer) {
    return environment("MP_JWT_VERIFY_PUBLICKEY", key.publicPem())
        .environment("MP_JWT_VERIFY_ISSUER", issuer);
  }

  /**
   * The server is to accept what this issuer signs with the keys at this URL, for this audience.
   */
  public ServerOptions tokensOf(String keysUrl, String issuer, String audience) {
    environment.remove("MP_JWT_VERIFY_PUBLICKEY");
    return environment("MP_JWT_VERIFY_PUBLICKEY_LOCATION", keysUrl)
        .environment("MP_JWT_VERIFY_ISSUER", issuer)
        .environment("MP_JWT_VERIFY_AUDIENCES", audience);
  }

  public ServerOptions environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public ServerOptions jvmOptions(String... options) {
    jvmOptions.addAll(Arrays.asList(options));
    return this;
  }

  /** The folder of the commands; by default {@code server-config} below the cwd. */
  public ServerOptions configuration(Path folder) {
    this.configuration = absolute(folder);
    return this;
  }

  /** Where the server's output goes; by default {@code server.log} in the work directory. */
  public ServerOptions log(Path file) {
    this.log = absolute(file);
    return this;
  }

  public Server build() {
    return kind.server(this);
  }

  /** The address to call: a server that listens everywhere is called on 127.0.0.1. */
  String baseUrl() {
    boolean everywhere = httpAddress.equals("0.0.0.0") || httpAddress.equals("::");
    String host = everywhere ? "127.0.0.1" : httpAddress;
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + httpPort;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
