package dev.jobward.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a {@link PayaraMicro} is to be started. It also gets the environment of this process. */
public final class PayaraMicroOptions {

  final Path serverJars;
  final Path war;
  final Path workDirectory;
  final Map<String, String> environment = new LinkedHashMap<>();
  final List<String> jvmOptions = new ArrayList<>();
  Path configuration = absolute(Path.of("server-config", "payara"));
  String httpAddress = "127.0.0.1";
  int httpPort = 8080;
  @Nullable Path log;

  PayaraMicroOptions(Path serverJars, Path war, Path workDirectory) {
    this.serverJars = absolute(serverJars);
    this.war = absolute(war);
    this.workDirectory = absolute(workDirectory);
  }

  public PayaraMicroOptions http(String address, int port) {
    this.httpAddress = address;
    this.httpPort = port;
    return this;
  }

  /** Travels in the environment: a command line can be read by everybody on the machine. */
  public PayaraMicroOptions database(String url, String user, String password) {
    return environment("DB_URL", url)
        .environment("DB_USER", user)
        .environment("DB_PASSWORD", password);
  }

  public PayaraMicroOptions database(EmbeddedDatabase database) {
    return database(database.jdbcUrl(), database.user(), database.password());
  }

  /** The server is to accept the tokens that this key signs, from this issuer. */
  public PayaraMicroOptions tokensOf(DevelopmentKey key, String issuer) {
    return environment("MP_JWT_VERIFY_PUBLICKEY", key.publicPem())
        .environment("MP_JWT_VERIFY_ISSUER", issuer);
  }

  /**
   * The server is to accept what this issuer signs with the keys at this URL, for this audience.
   */
  public PayaraMicroOptions tokensOf(String keysUrl, String issuer, String audience) {
    environment.remove("MP_JWT_VERIFY_PUBLICKEY");
    return environment("MP_JWT_VERIFY_PUBLICKEY_LOCATION", keysUrl)
        .environment("MP_JWT_VERIFY_ISSUER", issuer)
        .environment("MP_JWT_VERIFY_AUDIENCES", audience);
  }

  public PayaraMicroOptions environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public PayaraMicroOptions jvmOptions(String... options) {
    jvmOptions.addAll(Arrays.asList(options));
    return this;
  }

  /** The folder of the command file; by default {@code server-config/payara} below the cwd. */
  public PayaraMicroOptions configuration(Path folder) {
    this.configuration = absolute(folder);
    return this;
  }

  /** Where the server's output goes; by default {@code server.log} in the work directory. */
  public PayaraMicroOptions log(Path file) {
    this.log = absolute(file);
    return this;
  }

  public PayaraMicro build() {
    return new PayaraMicro(this);
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
