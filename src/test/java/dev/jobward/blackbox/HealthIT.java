package dev.jobward.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.jobward.blackbox.client.Answer;
import dev.jobward.blackbox.client.Api;
import dev.jobward.blackbox.client.Client;
import dev.jobward.blackbox.server.BlackBox;
import dev.jobward.blackbox.server.TestServer;
import dev.jobward.dev.EmbeddedDatabase;
import java.time.Duration;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MicroProfile Health, on whichever port the server has it. */
@BlackBox
class HealthIT {

  @ArquillianResource private Api api;
  @ArquillianResource private TestServer server;
  private Client anybody;

  @SuppressWarnings("NullAway.Init") // set before each test
  HealthIT() {}

  @BeforeEach
  void meetAnybody() {
    anybody = new Api(server.healthUri(), api.tokens()).nobody();
    assumeThat(anybody.get("/health/started").status())
        .as("a server that has its health on this port")
        .isNotEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"live, loops", "ready, database", "ready, service", "started, started"})
  void isUp(String kind, String check) {
    Answer answer = anybody.get("/health/" + kind);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(status(answer, check)).isEqualTo("UP");
  }

  @Test
  void isNotReadyButLiveWhileTheDatabaseHangs() {
    assumeThat(server.database()).as("a database that this run has started").isPresent();
    EmbeddedDatabase database = server.database().orElseThrow();
    database.freeze();
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                Answer ready = anybody.get("/health/ready");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(status(ready, "database")).isEqualTo("DOWN");
                assertThat(status(ready, "service")).isEqualTo("UP");
              });
      assertThat(anybody.get("/health/live").status()).isEqualTo(200);
      assertThat(anybody.get("/health/started").status()).isEqualTo(200);
    } finally {
      database.thaw();
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(anybody.get("/health/ready").status()).isEqualTo(200));
    Client alice = api.newUser();
    await().until(() -> alice.list("limit=1").status() == 200);
  }

  @Test
  void saysUpOrDownAndNothingElse() {
    assertThat(anybody.get("/health").json().path("checks").values())
        .filteredOn(
            check -> check.path("name").asString().matches("loops|database|service|started"))
        .hasSize(4)
        .allSatisfy(check -> assertThat(check.path("data").isEmpty()).isTrue());
  }

  private static String status(Answer answer, String check) {
    return answer.json().path("checks").values().stream()
        .filter(one -> one.path("name").asString().equals(check))
        .map(one -> one.path("status").asString())
        .reduce("", String::concat);
  }
}
