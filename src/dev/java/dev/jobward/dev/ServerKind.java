package dev.jobward.dev;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The servers that the same WAR runs on. */
public enum ServerKind {
  PAYARA_MICRO("payara-micro", "Payara Micro", 0),
  PAYARA_SERVER("payara-server", "Payara Server", 4848),
  WILDFLY("wildfly", "WildFly", 9990);

  private final String id;
  private final String title;
  private final int adminPort;

  ServerKind(String id, String title, int adminPort) {
    this.id = id;
    this.title = title;
    this.adminPort = adminPort;
  }

  /** As it is written on a command line. */
  public static Optional<ServerKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  /** What a command line may say. */
  public static String ids() {
    return Arrays.stream(values()).map(kind -> kind.id).collect(Collectors.joining(", "));
  }

  public String id() {
    return id;
  }

  /** As people call it. */
  public String title() {
    return title;
  }

  public boolean hasConsole() {
    return adminPort != 0;
  }

  /** Where its own console listens if nothing else is said; 0 for a server without one. */
  int adminPort() {
    return adminPort;
  }

  Server server(ServerOptions options) {
    return switch (this) {
      case PAYARA_MICRO -> new PayaraMicro(options);
      case PAYARA_SERVER -> new PayaraServer(options);
      case WILDFLY -> new WildFly(options);
    };
  }
}
