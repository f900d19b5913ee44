package dev.jobward.blackbox.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.JobBody;
import dev.jobward.blackbox.client.Jwt;
import dev.jobward.blackbox.client.WorkerBody;
import dev.jobward.blackbox.server.Nodes;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** A server that is told where Keycloak has its keys, and nothing else about it. */
@Tag("blackbox")
@Tag("keycloak")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TokensWithKeycloak {

  /** No answer is to wait for the provider: it waits longer before it gives up. */
  private static final Duration QUICK = Duration.ofSeconds(2);

  /** Longer than anybody keeps keys without asking for new ones. */
  private static final Duration A_WHILE = Duration.ofSeconds(40);

  private static final PrivateKey STRANGER = stranger();

  private static Keycloak keycloak;
  private static Nodes nodes;
  private Api api;

  @SuppressWarnings("NullAway.Init") // set before all tests
  TokensWithKeycloak() {}

  @BeforeAll
  static void start() {
    keycloak = Keycloak.start();
    nodes =
        Nodes.start(
            options -> options.tokensOf(keycloak.keys(), keycloak.issuer(), "jobward"), "keycloak");
  }

  @AfterAll
  static void stop() {
    if (nodes != null) {
      nodes.close();
    }
    if (keycloak != null) {
      keycloak.close();
    }
  }

  @BeforeEach
  void meetIt() {
    api = nodes.api(0);
  }

  @Test
  @Order(1)
  void letUsersOfAPortalIn() {
    String token = keycloak.usersToken("demo");

    Answer created = api.bearer(token).post(JobBody.idle().json());

    assertThat(created).isSuccess(201);
    assertThat(api.bearer(keycloak.usersToken("demo")).job(created.jobId())).isSuccess(200);
    assertThat(api.bearer(keycloak.usersToken("boss")).job(created.jobId())).isRefused("NOT_FOUND");
    assertThat(claim(token)).isRefused("FORBIDDEN");
  }

  @Test
  @Order(1)
  void giveAnAdministratorBothRoles() {
    assertThat(Keycloak.claims(keycloak.usersToken("boss")).path("groups").toString())
        .contains("\"user\"", "\"admin\"")
        .doesNotContain("\"worker\"");
  }

  @Test
  @Order(1)
  void letAWorkerInWithItsClientsCredentials() {
    String token = keycloak.workersToken();

    assertThat(claim(token)).isSuccess(200);
    assertThat(list(token)).isRefused("FORBIDDEN");
  }

  @Test
  @Order(1)
  void refuseATokenThatIsNotMeantForTheApi() {
    assertThat(list(keycloak.tokenForSomethingElse("demo"))).isInvalidToken();
    assertThat(list(keycloak.administratorsToken())).isInvalidToken();
  }

  @Test
  @Order(2)
  void takeANewKeyWithinAMinuteAndGoOnWithTheOldOne() {
    String old = keycloak.workersToken();
    assertThat(claim(old)).isSuccess(200);

    keycloak.rotateKeys();
    String renewed = keycloak.workersToken();
    assertThat(Keycloak.keyId(renewed)).isNotEqualTo(Keycloak.keyId(old));

    long rotated = System.nanoTime();
    await().atMost(Duration.ofMinutes(1)).until(() -> claim(renewed).status() == 200);
    System.out.printf("A new key was taken after %d ms%n", sinceMillis(rotated));
    assertThat(claim(old)).isSuccess(200);
  }

  @Test
  @Order(3)
  void goOnWhileTheProviderHangs() {
    String token = keycloak.workersToken();
    keycloak.freeze();
    try {
      goOnWithout(token);
    } finally {
      keycloak.thaw();
    }
  }

  @Test
  @Order(4)
  void goOnWhileTheProviderIsAway() {
    String token = keycloak.workersToken();
    keycloak.close();

    goOnWithout(token);
  }

  private void goOnWithout(String token) {
    await()
        .during(A_WHILE)
        .atMost(A_WHILE.plusSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              assertThat(quickly(token)).isSuccess(200);
              for (int i = 0; i < 5; i++) {
                assertThat(quickly(strangersToken())).isInvalidToken();
              }
            });
  }

  private Answer quickly(String token) {
    long start = System.nanoTime();
    Answer answer = claim(token);
    assertThat(Duration.ofMillis(sinceMillis(start))).isLessThan(QUICK);
    return answer;
  }

  /** All that the API asks for, except that nobody knows the key. */
  private String strangersToken() {
    return Jwt.acceptableTo(api)
        .header("kid", '"' + UUID.randomUUID().toString() + '"')
        .claim("iss", '"' + keycloak.issuer() + '"')
        .claim("aud", "\"jobward\"")
        .claim("groups", "[\"worker\"]")
        .sign(Jwt.rsa(STRANGER, "SHA256withRSA"));
  }

  private Answer list(String token) {
    return api.bearer(token).list("limit=1");
  }

  private Answer claim(String token) {
    return api.bearer(token)
        .call("POST", "/v1/worker/claim")
        .json(WorkerBody.claim(Api.unservedType()).json())
        .send();
  }

  private static long sinceMillis(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static PrivateKey stranger() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair().getPrivate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
