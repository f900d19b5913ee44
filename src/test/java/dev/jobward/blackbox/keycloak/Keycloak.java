package dev.jobward.blackbox.keycloak;

import static org.awaitility.Awaitility.await;

import dev.jobward.dev.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Keycloak with the realm of {@code server-config/keycloak}, on 127.0.0.1 alone. */
final class Keycloak implements AutoCloseable {

  static final String PORTAL = "http://localhost:8080/portal/";

  private static final Path HOME = Path.of(System.getProperty("jobward.test.keycloakHome", ""));
  private static final Path REALM = Path.of("server-config/keycloak/jobward-realm.json");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final int port = Ports.free();
  private final int managementPort = Ports.free();

  /** Made up for this run; the realm's file has none. */
  private final String secret = UUID.randomUUID().toString();

  private final Process process;

  private Keycloak() throws IOException {
    Path folder = HOME.toAbsolutePath();
    Path imported = Files.createDirectories(folder.resolve("data").resolve("import"));
    Files.copy(REALM, imported.resolve("jobward-realm.json"), StandardCopyOption.REPLACE_EXISTING);
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            folder.resolve("bin").resolve("kc.sh").toString(),
            "start-dev",
            "--cache=local",
            "--import-realm",
            "--db-url=jdbc:h2:mem:keycloak;NON_KEYWORDS=VALUE",
            "--health-enabled=true",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--http-management-port=" + managementPort);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", secret);
    builder.environment().put("JOBWARD_DEMO_PASSWORD", secret);
    builder.environment().put("JOBWARD_ADMIN_PASSWORD", secret);
    builder.environment().put("JOBWARD_WORKER_SECRET", secret);
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(new File("target", "keycloak.log"))
            .redirectInput(new File("/dev/null"))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** Unpacked by the build's profile; the first start takes a minute or so. */
  static Keycloak start() {
    try {
      Keycloak keycloak = new Keycloak();
      await().atMost(PATIENCE).ignoreExceptions().until(keycloak::isThere);
      return keycloak;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String issuer() {
    return "http://127.0.0.1:" + port + "/realms/jobward";
  }

  String keys() {
    return issuer() + "/protocol/openid-connect/certs";
  }

  /** By client credentials. */
  String workersToken() {
    return token(
        "jobward",
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "jobward-worker",
            "client_secret", secret));
  }

  /** As the portal gets one: the user types the password into Keycloak's own page. */
  String usersToken(String user) {
    return new PortalLogin(http, URI.create(issuer()), PORTAL).token(user, secret);
  }

  /** Of this realm and this user, but by a client that is not meant for the API. */
  String tokenForSomethingElse(String user) {
    return token(
        "jobward",
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "admin-cli",
            "username",
            user,
            "password",
            secret));
  }

  /** Signed by another realm of the same provider. */
  String administratorsToken() {
    return token(
        "master",
        Map.of(
            "grant_type", "password",
            "client_id", "admin-cli",
            "username", "admin",
            "password", secret));
  }

  /** From now on tokens are signed with a new key; the old one is still published. */
  void rotateKeys() {
    String admin = "http://127.0.0.1:" + port + "/admin/realms/jobward";
    String realm = JSON.readTree(send(admin(admin)).body()).path("id").asString();
    String provider =
        """
        {"name": "%s", "providerId": "rsa-generated", "parentId": "%s",
         "providerType": "org.keycloak.keys.KeyProvider",
         "config": {"priority": ["%d"], "enabled": ["true"], "active": ["true"],
                    "algorithm": ["RS256"], "keySize": ["2048"]}}"""
            .formatted(UUID.randomUUID(), realm, 1_000);
    send(
        admin(admin + "/components")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(provider)));
  }

  /** Takes connections from now on, and answers none. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  static String accessToken(String answer) {
    return JSON.readTree(answer).path("access_token").asString();
  }

  /** What a token says of its user. */
  static JsonNode claims(String token) {
    return part(token, 1);
  }

  static String keyId(String token) {
    return part(token, 0).path("kid").asString();
  }

  private static JsonNode part(String token, int number) {
    String part = token.split("\\.", -1)[number];
    return JSON.readTree(java.util.Base64.getUrlDecoder().decode(part));
  }

  private boolean isThere() {
    if (!process.isAlive()) {
      throw new IllegalStateException("Keycloak has ended; see target/keycloak.log");
    }
    return send(HttpRequest.newBuilder(URI.create(keys()))).statusCode() == 200;
  }

  private String token(String realm, Map<String, String> fields) {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/realms/%s/protocol/openid-connect/token".formatted(port, realm));
    return accessToken(
        send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(fields))))
            .body());
  }

  private HttpRequest.Builder admin(String uri) {
    return HttpRequest.newBuilder(URI.create(uri))
        .header("Authorization", "Bearer " + administratorsToken());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return send(http, request);
  }

  static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw new IllegalStateException(
            response.request().uri() + ": " + response.statusCode() + " " + response.body());
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
